import type { SmppDefaults } from '@smpp-connect/contracts'
import { choices, type FieldSpec } from './field-spec.ts'

/** Options that are one field each; TLVs are a list. */
export type SmppOptionName = Exclude<keyof SmppDefaults, 'tlvs'>

const LANGUAGES: Readonly<Record<SmppDefaults['languages'][number], string>> = {
  turkish: 'Turkish',
  spanish: 'Spanish',
  portuguese: 'Portuguese',
  bengali: 'Bengali',
  gujarati: 'Gujarati',
  hindi: 'Hindi',
  kannada: 'Kannada',
  malayalam: 'Malayalam',
  oriya: 'Oriya',
  punjabi: 'Punjabi',
  tamil: 'Tamil',
  telugu: 'Telugu',
  urdu: 'Urdu',
}
const RECEIPTS: Readonly<Record<SmppDefaults['registeredDelivery'], string>> = {
  none: 'None',
  final: 'When it has ended',
  failure: 'Only when it failed',
  success: 'Only when it arrived',
  intermediate: 'Every step on the way',
}
const MODES: Readonly<Record<SmppDefaults['messageMode'], string>> = {
  default: 'As the SMSC does usually',
  datagram: 'Datagram: one try, nothing kept',
  forward: 'Transaction: the answer is the delivery',
  'store-and-forward': 'Store and forward',
}
const CODINGS: Readonly<Record<SmppDefaults['coding'], string>> = {
  auto: 'Cheapest that keeps the text',
  gsm7: 'GSM 7-bit',
  latin1: 'Latin-1',
  ascii: 'ASCII',
  'iso-8859-5': 'Cyrillic (ISO 8859-5)',
  'iso-8859-8': 'Hebrew (ISO 8859-8)',
  ucs2: 'UCS-2 (Unicode)',
}
const METHODS: Readonly<Record<SmppDefaults['longMessage'], string>> = {
  udh8: 'User data header, 8 bits',
  udh16: 'User data header, 16 bits',
  sar: 'TLVs sar_…: the SMSC joins',
  payload: 'TLV message_payload: one request',
}
const VALIDITIES: Readonly<Record<SmppDefaults['validity'], string>> = {
  relative: 'As a span from now',
  absolute: 'As a point in time',
  none: 'Not at all',
}
const KEEPERS: Readonly<Record<SmppDefaults['scheduledBy'], string>> = { connect: 'Connect', smsc: 'The SMSC' }

/** How each SMPP option is asked for, by its name. */
const FIELDS: { readonly [Name in SmppOptionName]: FieldSpec<Name> } = {
  registeredDelivery: {
    kind: 'choice',
    name: 'registeredDelivery',
    label: 'Receipts',
    help: 'What the SMSC is asked to report (registered_delivery).',
    options: choices(RECEIPTS),
  },
  messageMode: {
    kind: 'choice',
    name: 'messageMode',
    label: 'Message mode',
    help: 'How the SMSC is to handle it (esm_class).',
    options: choices(MODES),
  },
  validity: {
    kind: 'choice',
    name: 'validity',
    label: 'Validity is written',
    help: 'The form of validity_period. Not at all: the SMSC decides how long it tries.',
    options: choices(VALIDITIES),
  },
  scheduledBy: {
    kind: 'choice',
    name: 'scheduledBy',
    label: 'Scheduled texts are kept by',
    help: 'Connect keeps them at any horizon, and can cancel them. An SMSC sends them even if Connect is away.',
    options: choices(KEEPERS),
  },
  priority: {
    kind: 'number',
    name: 'priority',
    label: 'Priority',
    help: 'priority_flag: 0 to 3, with SMPP 5.0 to 4. What it does is up to the SMSC.',
  },
  serviceType: {
    kind: 'text',
    name: 'serviceType',
    label: 'Service type',
    help: 'service_type, at most 5 characters, where the sheet names one: CMT, WAP.',
  },
  protocolId: { kind: 'number', name: 'protocolId', label: 'Protocol id', help: 'protocol_id, 0 to 255. Usually 0.' },
  replaceIfPresent: {
    kind: 'switch',
    name: 'replaceIfPresent',
    label: 'Replace one that still waits',
    help: 'A text to the same person that waits at the SMSC gives way (replace_if_present_flag). Texts of one part only.',
    wide: true,
  },
  coding: {
    kind: 'choice',
    name: 'coding',
    label: 'Coding',
    help: 'One named here is used or the text is refused.',
    options: choices(CODINGS),
  },
  longMessage: {
    kind: 'choice',
    name: 'longMessage',
    label: 'Long texts go as',
    help: 'How the parts of a long text find each other again.',
    options: choices(METHODS),
  },
  languages: {
    kind: 'several',
    name: 'languages',
    label: 'National alphabets',
    help: 'Tried where GSM 7-bit does not do. Cheaper than UCS-2, but not every network and phone has them.',
    options: choices(LANGUAGES),
    empty: 'None',
    wide: true,
  },
  dataCoding: {
    kind: 'number',
    name: 'dataCoding',
    label: 'data_coding',
    help: 'Sent instead of the usual number of the alphabet, 0 to 255.',
    empty: 'As the alphabet has it',
  },
  transliterate: {
    kind: 'switch',
    name: 'transliterate',
    label: 'Make typographic characters plain',
    help: 'Curly quotes, dashes and odd spaces, where that alone makes a text fit GSM 7-bit.',
    wide: true,
  },
  flash: {
    kind: 'switch',
    name: 'flash',
    label: 'Flash',
    help: 'Shown at once, and not kept by the phone (message class 0).',
    wide: true,
  },
  sourceTon: {
    kind: 'number',
    name: 'sourceTon',
    label: 'Sender: type of number',
    help: 'source_addr_ton: 1 international, 3 short code, 5 name.',
    empty: 'From its shape',
  },
  sourceNpi: {
    kind: 'number',
    name: 'sourceNpi',
    label: 'Sender: numbering plan',
    help: 'source_addr_npi: 1 for telephone numbers, 0 for names.',
    empty: 'From its shape',
  },
  destinationTon: {
    kind: 'number',
    name: 'destinationTon',
    label: 'Destination: type of number',
    help: 'dest_addr_ton: 1 international, 2 national.',
    empty: 'From its shape',
  },
  destinationNpi: {
    kind: 'number',
    name: 'destinationNpi',
    label: 'Destination: numbering plan',
    help: 'dest_addr_npi: 1 for telephone numbers.',
    empty: 'From its shape',
  },
}

/** The options in groups, in the order in which they are read. */
export const SMPP_OPTION_GROUPS: readonly { readonly title: string; readonly names: readonly SmppOptionName[] }[] = [
  {
    title: 'Handling',
    names: [
      'registeredDelivery',
      'messageMode',
      'validity',
      'scheduledBy',
      'priority',
      'serviceType',
      'protocolId',
      'replaceIfPresent',
    ],
  },
  { title: 'Text', names: ['coding', 'longMessage', 'languages', 'dataCoding', 'transliterate', 'flash'] },
  { title: 'Addresses', names: ['sourceTon', 'sourceNpi', 'destinationTon', 'destinationNpi'] },
]

export function smppOptionField(name: SmppOptionName): FieldSpec<SmppOptionName> {
  return FIELDS[name]
}
