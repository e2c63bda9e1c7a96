import type { MessageDetail } from '@smpp-connect/contracts'
import { type Alphabet, dataCodingInfo } from '@smpp-connect/smpp/text'

type Wire = NonNullable<MessageDetail['wire']>

/** A field of a submit_sm as people read it: its name in the specification, and what its value means. */
export interface WireFact {
  readonly name: string
  readonly value: string
  readonly meaning: string
}

/** Type of number (3.4 section 5.2.5) and numbering plan (5.2.6). */
const TYPES = ['unknown', 'international', 'national', 'network specific', 'short code', 'name', 'abbreviated']
const PLANS: Readonly<Record<number, string>> = {
  0: 'unknown',
  1: 'telephone',
  3: 'data',
  6: 'land mobile',
  8: 'national',
  9: 'private',
  14: 'internet',
}
/** registered_delivery (3.4 section 5.2.17). */
const RECEIPTS = ['no receipt', 'a receipt when it has ended', 'a receipt when it failed', 'a receipt when it arrived']
const MODES: Readonly<Record<string, string>> = {
  default: 'as the SMSC does usually',
  datagram: 'one try, nothing kept',
  forward: 'the answer is the delivery',
  'store-and-forward': 'kept until it is delivered',
}

/** What the submits of a message carry beside its text. */
export function wireFacts(wire: Wire): readonly WireFact[] {
  const { registeredDelivery, dataCoding } = wire
  const intermediate = (registeredDelivery & 0x10) === 0 ? '' : ', and every step on the way'
  return [
    address('source_addr', wire.sourceAddress, wire.sourceTon, wire.sourceNpi),
    address('destination_addr', wire.destinationAddress, wire.destinationTon, wire.destinationNpi),
    {
      name: 'registered_delivery',
      value: hex(registeredDelivery),
      meaning: `${RECEIPTS[registeredDelivery & 0x03]}${intermediate}`,
    },
    { name: 'message mode', value: wire.messageMode, meaning: MODES[wire.messageMode] ?? '' },
    { name: 'data_coding', value: hex(dataCoding), meaning: codingWords(dataCoding) },
    { name: 'priority_flag', value: String(wire.priority), meaning: '' },
    { name: 'service_type', value: wire.serviceType === '' ? '–' : wire.serviceType, meaning: '' },
    { name: 'protocol_id', value: hex(wire.protocolId), meaning: '' },
    {
      name: 'replace_if_present_flag',
      value: wire.replaceIfPresent ? '1' : '0',
      meaning: wire.replaceIfPresent ? 'replaces one that still waits' : '',
    },
  ]
}

const ALPHABETS: Readonly<Record<Alphabet, string>> = {
  gsm7: 'GSM 7-bit',
  ascii: 'ASCII',
  latin1: 'Latin-1',
  'iso-8859-5': 'Cyrillic',
  'iso-8859-8': 'Hebrew',
  ucs2: 'UCS-2',
  utf8: 'UTF-8',
  jis: 'JIS',
  'iso-2022-jp': 'ISO 2022-JP',
  'jis-x0212': 'JIS X 0212',
  'ks-c-5601': 'KS C 5601',
  pictogram: 'pictograms',
  binary: 'octets',
}

function codingWords(dataCoding: number): string {
  if (dataCoding === 0) return 'the default alphabet of the SMSC'
  const { alphabet, messageClass } = dataCodingInfo(dataCoding)
  return messageClass === undefined
    ? ALPHABETS[alphabet]
    : `${ALPHABETS[alphabet]}, class ${messageClass}${messageClass === 0 ? ' (flash)' : ''}`
}

function address(name: string, value: string, ton: number, npi: number): WireFact {
  const meaning = `TON ${ton}, ${TYPES[ton] ?? 'reserved'}; NPI ${npi}, ${PLANS[npi] ?? 'reserved'}`
  return { name, value, meaning }
}

function hex(octet: number): string {
  return `0x${octet.toString(16).padStart(2, '0')}`
}
