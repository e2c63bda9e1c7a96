import {
  COMMANDS,
  type CommandSpec,
  type FieldSpec,
  type KnownPdu,
  parseSmppTime,
  STANDARD_TLVS,
  TLVS,
  type TlvDefinition,
} from '../../src/index.ts'
import type { ShownFields, ShownValue } from './tshark.ts'

/** A number, a text, octets in hexadecimal; of times, milliseconds since 1970 or seconds. */
export type Expected = string | number
export type ExpectedFields = Readonly<Record<string, readonly Expected[]>>
type Values = Readonly<Record<string, unknown>>
type View = Record<string, Expected[]>

/** What Wireshark should show of a PDU, from what our decoder read in it: names and values of its fields. */
export function expectedFields(pdu: KnownPdu, octets: number): ExpectedFields {
  const spec = (COMMANDS as readonly CommandSpec[]).find(({ name }) => name === pdu.command)!
  const view: View = { command_length: [octets], command_id: [spec.id], sequence_number: [pdu.sequenceNumber] }
  // It shows the status of responses only.
  if (spec.id >= 0x8000_0000) view.command_status = [pdu.commandStatus]
  for (const field of spec.fields) addField(view, field, (pdu as unknown as Values)[field.key], pdu)
  return view
}

/** What Wireshark should show of its TLVs, in the order of their tags. */
export function expectedTlvs(pdu: KnownPdu): ExpectedFields[] {
  const { unknown = [], ...named } = pdu.tlvs
  const shown = Object.entries(named as Values).flatMap(([key, value]) => {
    const definition = STANDARD_TLVS.ofKey(key)!
    return [value].flat().map((each) => namedTlv(definition, each))
  })
  for (const { tag, value } of unknown) {
    const name = tag >= 0x1400 && tag <= 0x3fff ? 'vendor_op' : 'reserved_op'
    shown.push({ opt_param_tag: [tag], opt_param_len: [value.length], [name]: [hex(value)] })
  }
  return byTag(shown)
}

/** Sorted by tag; TLVs of one tag stay in their order. */
export function byTag<T extends Expected | ShownValue>(
  tlvs: readonly Readonly<Record<string, readonly T[]>>[],
): Readonly<Record<string, readonly T[]>>[] {
  return tlvs.toSorted((one, other) => tagOf(one) - tagOf(other))
}

/** The tag of a TLV, expected or shown. */
export function tagOf(tlv: Readonly<Record<string, readonly (Expected | ShownValue)[]>>): number {
  const [tag] = tlv.opt_param_tag!
  return Number(typeof tag === 'object' ? tag.text : tag)
}

/**
 * What Wireshark shows, in the form of what is expected of it; what is not expected, as it is displayed. Empty texts and
 * times are left out: it shows them of some fields and not of others, sometimes as `(Default)`.
 */
export function comparable(shown: ShownFields, expected: ExpectedFields): ExpectedFields {
  const entries = Object.entries(shown)
    .map(([name, values]) => [name, values.filter((value) => !isEmptyText(value))] as const)
    .filter(([, values]) => values.length > 0)
    .map(([name, values]) => [name, values.map((value, at) => like(value, expected[name]?.[at]))] as const)
  return Object.fromEntries(entries)
}

/** A single NUL that is no integer. */
function isEmptyText({ text, raw }: ShownValue): boolean {
  return raw === '00' && !/^(0|0x0+)$/.test(text)
}

function like({ text, raw }: ShownValue, expected: Expected | undefined): Expected {
  if (typeof expected === 'string') return text === expected ? text : raw
  if (typeof expected !== 'number') return text
  const number = Number(text)
  // Times stand there with nine digits behind the second.
  return Number.isNaN(number) ? Date.parse(text.replace(/(\.\d{3})\d*/, '$1')) : number
}

function addField(view: View, field: FieldSpec, value: unknown, pdu: KnownPdu): void {
  switch (field.type) {
    case 'integer':
      if (field.counts !== undefined) {
        // Of the counts it shows sm_length, and the entries instead of the others.
        if (field.name === 'sm_length')
          add(view, 'sm_length', ((pdu as unknown as Values).shortMessage as Uint8Array).length)
      } else if (field.name === 'esm_class') addEsmClass(view, value as number)
      else if (field.name === 'registered_delivery') addRegisteredDelivery(view, value as number)
      else add(view, field.name, value as number)
      return
    case 'c_octet_string':
      if (value !== '') add(view, field.name, value as string)
      return
    case 'time':
      addTime(view, field.name, value as string)
      return
    case 'octet_string':
      if ((value as Uint8Array).length > 0) add(view, 'message', hex(value as Uint8Array))
      return
    default:
      for (const entry of value as readonly Values[]) {
        const specs = field.item ?? field.cases![String(entry.destFlag)]!
        for (const item of specs) addField(view, item, entry[item.key], pdu)
      }
  }
}

function add(view: View, name: string, ...values: Expected[]): void {
  view[name] = [...(view[name] ?? []), ...values]
}

function addEsmClass(view: View, value: number): void {
  add(view, 'esm.submit.msg_mode', value & 3)
  add(view, 'esm.submit.msg_type', (value >> 2) & 0xf)
  add(view, 'esm.submit.features', value >> 6)
}

function addRegisteredDelivery(view: View, value: number): void {
  add(view, 'regdel.receipt', value & 3)
  add(view, 'regdel.acks', (value >> 2) & 3)
  add(view, 'regdel.notif', (value >> 4) & 1)
}

/** Absolute times as milliseconds since 1970, relative ones as seconds. */
function addTime(view: View, name: string, value: string): void {
  const time = parseSmppTime(value)
  if (time.kind === 'absolute') add(view, name, time.utcMs)
  else if (time.kind === 'relative') {
    const { days, hours, minutes, seconds } = time
    add(view, `${name}_r`, days * 86_400 + hours * 3_600 + minutes * 60 + seconds)
  }
}

/** TLVs that Wireshark calls otherwise than the specification. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  sc_interface_version: 'SC_interface_version',
  broadcast_content_type_info: 'broadcast_content_type.info',
  billing_identification: 'billing_id',
  dest_addr_np_information: 'dest_addr_np_info',
  alert_on_message_delivery: 'alert_on_message_delivery_type',
}

/** TLVs that Wireshark takes apart further than our decoder, which leaves structures to `describePdu`. */
const PARTS: Readonly<Record<string, (value: never) => View>> = {
  ms_msg_wait_facilities: (value: number) => ({ 'msg_wait.ind': [value >> 7], 'msg_wait.type': [value & 3] }),
  callback_num_pres_ind: (value: number) => ({
    'callback_num.pres': [(value >> 2) & 3],
    'callback_num.scrn': [value & 3],
  }),
  network_error_code: ([type, high, low]: Uint8Array) => ({
    'network_error.type': [type!],
    'network_error.code': [(high! << 8) | low!],
  }),
  broadcast_content_type: ([network, high, low]: Uint8Array) => ({
    'broadcast_content_type.nw': [network!],
    'broadcast_content_type.type': [(high! << 8) | low!],
  }),
  broadcast_frequency_interval: ([unit, high, low]: Uint8Array) => ({
    'broadcast_frequency_interval.unit': [unit!],
    'broadcast_frequency_interval.value': [(high! << 8) | low!],
  }),
  broadcast_area_identifier: (value: Uint8Array) => ({
    'broadcast_area_identifier.format': [value[0]!],
    broadcast_area_identifier: [hex(value)],
  }),
  its_session_info: ([session, sequence]: Uint8Array) => ({
    'its_session.number': [session!],
    'its_session.sequence': [sequence! >> 1],
    'its_session.ind': [sequence! & 1],
  }),
}

function namedTlv(definition: TlvDefinition, value: unknown): ExpectedFields {
  const { name, tag, type } = definition
  const head = { opt_param_tag: [tag], opt_param_len: [octetsOf(definition, value)] }
  const parts = PARTS[name]
  if (parts !== undefined) return { ...head, ...parts(value as never) }
  const view: View = {}
  const shownAs = OTHER_NAMES[name] ?? name
  if (name === 'broadcast_end_time') addTime(view, name, value as string)
  // A number of no fixed width it shows as octets.
  else if (name === 'dest_addr_np_country') add(view, shownAs, (value as number).toString(16).padStart(2, '0'))
  else add(view, shownAs, type === 'octet_string' ? hex(value as Uint8Array) : (value as Expected))
  return { ...head, ...view }
}

function octetsOf({ type, minOctets }: TlvDefinition, value: unknown): number {
  if (type === 'octet_string') return (value as Uint8Array).length
  if (type === 'c_octet_string') return (value as string).length + 1
  return Math.max(1, minOctets)
}

function hex(octets: Uint8Array): string {
  return Buffer.from(octets).toString('hex')
}

/** All standard TLVs, to see that none was left out. */
export const STANDARD_TAGS: readonly number[] = TLVS.map(({ tag }) => tag)
