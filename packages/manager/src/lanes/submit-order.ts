import type { SubmitOrder, WireTlv } from '@smpp-connect/contracts'
import { formatAbsoluteTime, formatRelativeTime } from '@smpp-connect/smpp/text'
import type { LeasedPart } from '@smpp-connect/store'

/** user_message_reference (3.4 section 5.3.2.17): a receipt that carries it names the part even if its answer is lost. */
const USER_MESSAGE_REFERENCE = 0x0204
/** What is left of a message's time is written as at least a minute: some SMSCs take less for none. */
const LEAST_VALIDITY_MS = 60_000

/** What the Sender is handed for leased parts. `nowMs` is wall-clock time. */
export function submitOrders(
  leased: readonly LeasedPart[],
  sendsReference: boolean,
  nowMs: number,
): readonly SubmitOrder[] {
  // In one piece: of as many small ones each would cost as much as an order.
  const references = new Uint8Array(sendsReference ? 2 * leased.length : 0)
  let before: LeasedPart | undefined
  let validity = ''
  return leased.map((one, index) => {
    // Most of a lease was accepted together and ends together.
    if (one.expiresAtMs !== before?.expiresAtMs || one.wire.validity !== before.wire.validity) {
      validity = validityPeriod(one.wire.validity, one.expiresAtMs, nowMs)
    }
    before = one
    const tlvs = sendsReference
      ? one.tlvs.concat(referenceTlv(one.userMessageReference, references.subarray(2 * index, 2 * index + 2)))
      : one.tlvs
    return submitOrder(one, validity, tlvs, nowMs)
  })
}

function submitOrder(leased: LeasedPart, validity: string, tlvs: readonly WireTlv[], nowMs: number): SubmitOrder {
  const { part, attempt, smscId, messageClass, wire, esmClass, shortMessage } = leased
  const { source, destination, serviceType, protocolId, priorityFlag, registeredDelivery } = wire
  return {
    part,
    attempt,
    smscId,
    messageClass,
    serviceType,
    source,
    destination,
    esmClass,
    protocolId,
    priorityFlag,
    scheduleDeliveryTime: scheduleTime(wire.scheduleAtMs, nowMs),
    validityPeriod: validity,
    registeredDelivery,
    replaceIfPresent: wire.replaceIfPresent,
    dataCoding: wire.dataCoding,
    shortMessage,
    tlvs,
  }
}

/** schedule_delivery_time (3.4 section 5.2.15): empty for at once, and once the time has come. */
function scheduleTime(scheduleAtMs: number | null, nowMs: number): string {
  return scheduleAtMs === null || scheduleAtMs <= nowMs ? '' : formatAbsoluteTime(scheduleAtMs)
}

/** validity_period (3.4 section 5.2.16). */
export function validityPeriod(form: 'relative' | 'absolute' | 'none', expiresAtMs: number, nowMs: number): string {
  if (form === 'none') return ''
  const leftMs = Math.max(LEAST_VALIDITY_MS, expiresAtMs - nowMs)
  return form === 'absolute' ? formatAbsoluteTime(nowMs + leftMs) : formatRelativeTime(leftMs)
}

/** `value`: the two octets that it is written to. */
function referenceTlv(reference: number, value: Uint8Array): WireTlv {
  value[0] = reference >> 8
  value[1] = reference
  return { tag: USER_MESSAGE_REFERENCE, value }
}
