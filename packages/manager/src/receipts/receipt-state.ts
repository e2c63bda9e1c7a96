import type { MessageState } from '@smpp-connect/smpp/text'
import type { ReceiptRecord } from '@smpp-connect/store'

/**
 * What a receipt's state means for the part (3.4 appendix B, message_state 5.2.28). One that is not final (an
 * intermediate notification, ENROUTE, a word nobody knows) changes nothing. `ACCEPTED` is final in the specification,
 * but many providers send ACCEPTD as "accepted by the operator" and the real outcome later, so it changes nothing
 * either. `UNKNOWN` and `SKIPPED` are the end of a message whose fate the SMSC does not know.
 */
export function partStateOf(state: MessageState | undefined, final: boolean): ReceiptRecord['state'] {
  switch (state) {
    case 'DELIVERED':
      return final ? 'delivered' : 'submitted'
    case 'EXPIRED':
      return final ? 'expired' : 'submitted'
    case 'DELETED':
      return final ? 'cancelled' : 'submitted'
    case 'REJECTED':
      return final ? 'rejected' : 'submitted'
    case 'UNDELIVERABLE':
    case 'SKIPPED':
      return final ? 'undelivered' : 'submitted'
    case 'UNKNOWN':
      return 'undelivered'
    default:
      return 'submitted'
  }
}
