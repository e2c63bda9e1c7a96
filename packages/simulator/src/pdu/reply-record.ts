import { type Outcome, ok, refuse } from '@smpp-connect/contracts'
import { planText, type SmppAddress } from '@smpp-connect/smpp/text'
import { tupleOf } from '../centre/routes.ts'
import type { ReplyRecord } from '../journal/record.ts'
import { phoneNumberOf } from '../phone/phone-number.ts'
import { base64 } from './submit-record.ts'

/** A text from a phone, cut into the parts that a handset would send: GSM 7-bit or UCS-2, with user data headers. */
export function replyRecordOf(reply: {
  readonly key: string
  readonly account: string
  readonly atMs: number
  readonly from: SmppAddress
  readonly to: SmppAddress
  readonly text: string
  /** Tells the parts of this text from those of others. */
  readonly reference: number
}): Outcome<ReplyRecord> {
  if (reply.text === '') return refuse('text-empty', 'A phone sends at least one character.')
  const plan = planText(reply.text, { reference: reply.reference })
  if (plan.kind === 'refused') {
    if (plan.problem === 'lone_surrogate') {
      return refuse('text-not-unicode', `Half of a surrogate pair stands alone at index ${plan.index}.`)
    }
    return refuse('text-too-long', 'A phone sends at most 255 parts.')
  }
  return ok({
    t: 'reply',
    key: reply.key,
    account: reply.account,
    at: reply.atMs,
    phone: phoneNumberOf(reply.from),
    src: tupleOf(reply.from),
    dst: tupleOf(reply.to),
    text: reply.text,
    dc: plan.dataCoding,
    parts: plan.parts.map(({ esmClassBits, payload }) => [esmClassBits, base64(payload)] as const),
  })
}
