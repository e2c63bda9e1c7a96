import type { SubmitOrder, WireTlv } from '@smpp-connect/contracts'
import { formatAbsoluteTime, formatRelativeTime } from '@smpp-connect/smpp/text'
import type { LeasedPart } from '@smpp-connect/store'

/** user_message_reference (3.4 section 5.3.2.17): a receipt that carries it names the part even if its answer is lost. */
const USER_MESSAGE_REFERENCE = 0x0204
/** What is left of a message's time is written as at least a minute: some SMSCs take less for none. */
const LEAST_VALIDITY_MS = 60_000

/** What the Sender is handed for a leased part. `nowMs` is wall-clock time. */
export function submitOrder(leased: LeasedPart, sendsReference: boolean, nowMs: number): SubmitOrder {
  const { part, attempt, smscId, messageClass, wire, esmClass, shortMessage, expiresAtMs } = leased
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
    validityPeriod: validityPeriod(wire.validity, expiresAtMs, nowMs),
    registeredDelivery,
    replaceIfPresent: wire.replaceIfPresent,
    dataCoding: wire.dataCoding,
    shortMessage,
    tlvs: sendsReference ? [...leased.tlvs, referenceTlv(leased.userMessageReference)] : leased.tlvs,
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

function referenceTlv(reference: number): WireTlv {
  return { tag: USER_MESSAGE_REFERENCE, value: Uint8Array.of(reference >> 8, reference & 0xff) }
}
