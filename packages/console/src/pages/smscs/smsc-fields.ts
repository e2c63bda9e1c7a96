import type { FieldSpec } from '../../form/field-spec.ts'
import { SMPP_OPTION_GROUPS, smppOptionField } from '../../form/smpp-option-fields.ts'
import type { SmscPlace } from './smsc-draft.ts'

type SmscField = FieldSpec<SmscPlace>

export interface FieldGroup {
  readonly title: string
  readonly lead: string
  readonly fields: readonly SmscField[]
}

/** The settings that are one field each and that an account sheet names, in the order of such a sheet. */
export const FIELD_GROUPS: readonly FieldGroup[] = [
  {
    title: 'Connection',
    lead: 'Where the message centre listens.',
    fields: [
      { kind: 'text', name: '/name', label: 'Name', help: 'What you call it. Only people see it.', wide: true },
      {
        kind: 'text',
        name: '/host',
        label: 'Host',
        help: 'A host name or an address, without the port.',
        placeholder: 'smpp.provider.example',
      },
      { kind: 'number', name: '/port', label: 'Port', help: 'Often 2775, or 3550 with TLS.' },
      {
        kind: 'switch',
        name: '/tls',
        label: 'Encrypt with TLS',
        help: 'When the provider offers it. Without it, password and texts can be read on the way.',
        wide: true,
      },
      {
        kind: 'names',
        name: '/edges',
        label: 'Edges',
        help: 'Where Sender and Receiver run elsewhere: which of them may bind, the first choice first.',
        empty: 'Any edge',
        wide: true,
      },
    ],
  },
  {
    title: 'Account',
    lead: 'What the provider’s account sheet calls SMPP credentials.',
    fields: [
      { kind: 'text', name: '/systemId', label: 'System id', help: 'The user name, at most 15 characters.' },
      { kind: 'password', name: '/password', label: 'Password', help: 'Kept by Connect and never shown again.' },
      {
        kind: 'text',
        name: '/systemType',
        label: 'System type',
        help: 'Usually left empty, unless the sheet names one.',
      },
      {
        kind: 'choice',
        name: '/bindMode',
        label: 'Binds',
        help: 'One bind for both directions, unless the provider asks for two.',
        options: [
          { value: 'transceiver', label: 'Transceiver' },
          { value: 'transmitter-receiver', label: 'Transmitter and receiver' },
        ],
      },
      {
        kind: 'number',
        name: '/bindCount',
        label: 'Binds at once',
        help: 'No more than the provider allows; of each kind, with two kinds.',
      },
      {
        kind: 'choice',
        name: '/interfaceVersion',
        label: 'SMPP version',
        help: '3.4 is what nearly all speak.',
        options: ['3.3', '3.4', '5.0'].map((value) => ({ value, label: value })),
      },
      {
        kind: 'text',
        name: '/addressRange',
        label: 'Address range',
        help: 'Which numbers’ messages to receive. Usually left empty.',
      },
    ],
  },
  {
    title: 'Sender',
    lead: 'From whom messages come, and how letters are written.',
    fields: [
      {
        kind: 'text',
        name: '/defaultSender',
        label: 'Sender address',
        help: 'A number, a short code, or a name of up to 11 letters. People answer to it, if it is a number.',
        placeholder: '+447700900000',
      },
      {
        kind: 'choice',
        name: '/defaultAlphabet',
        label: 'Default alphabet',
        help: 'What data_coding 0 means to this SMSC. If é or @ arrive wrong, it is this.',
        options: [
          { value: 'gsm7', label: 'GSM 7-bit' },
          { value: 'latin1', label: 'Latin-1' },
          { value: 'ascii', label: 'ASCII' },
          { value: 'utf8', label: 'UTF-8' },
        ],
      },
    ],
  },
  {
    title: 'Flow',
    lead: 'How much goes out at once, over all binds.',
    fields: [
      {
        kind: 'number',
        name: '/perSecond',
        label: 'Parts a second',
        help: 'The rate you agreed on. Empty: as fast as the SMSC answers.',
        decimal: true,
        empty: 'No limit',
      },
      {
        kind: 'number',
        name: '/burst',
        label: 'Burst',
        help: 'How many parts may leave at once after a pause.',
      },
      {
        kind: 'number',
        name: '/windowSize',
        label: 'Window',
        help: 'How many requests a bind may have unanswered. Also the most that a broken line can make uncertain.',
      },
      {
        kind: 'choice',
        name: '/windowMode',
        label: 'How much of it',
        help: 'As needed: what rate and round trip call for, and no more.',
        options: [
          { value: 'fixed', label: 'Always all of it' },
          { value: 'adaptive', label: 'As needed' },
        ],
      },
    ],
  },
]

/** Settings of time and patience. */
export const RELIABILITY_FIELDS: readonly SmscField[] = [
  {
    kind: 'number',
    name: '/responseTimeoutSeconds',
    label: 'An answer may take',
    help: 'After this long without one, the line counts as broken.',
    unit: 'seconds',
  },
  {
    kind: 'number',
    name: '/enquireLinkSeconds',
    label: 'Probe an idle line after',
    help: 'With an enquire_link.',
    unit: 'seconds',
  },
  {
    kind: 'number',
    name: '/uncertainWaitSeconds',
    label: 'When an answer is lost, first wait',
    help: 'A late answer or a receipt settles the matter. Counted while the SMSC is bound.',
    unit: 'seconds',
  },
  {
    kind: 'number',
    name: '/maxAttempts',
    label: 'Attempts',
    help: 'After so many refused ones a part is held for a person.',
  },
  {
    kind: 'switch',
    name: '/userMessageReference',
    label: 'Send a reference along',
    help: 'The TLV user_message_reference, by which a receipt finds its message. Switch it off if the SMSC refuses unknown TLVs.',
    wide: true,
  },
]

export const ID_FORM_LABELS = {
  learn: 'Learned from the first receipts',
  same: 'The same',
  'hexadecimal-answer': 'Hexadecimal in the answer, decimal in the receipt',
  'decimal-answer': 'Decimal in the answer, hexadecimal in the receipt',
} as const

export const ID_FORM_FIELD: SmscField = {
  kind: 'choice',
  name: '/idForm',
  label: 'Message ids',
  help: 'How the id in a receipt relates to that in the answer. Set it only if receipts do not find their messages.',
  options: Object.entries(ID_FORM_LABELS).map(([value, label]) => ({ value, label })),
  wide: true,
}

/** The SMPP options that hold for messages which do not set them. */
export const DEFAULT_GROUPS: readonly { readonly title: string; readonly fields: readonly SmscField[] }[] =
  SMPP_OPTION_GROUPS.map(({ title, names }) => ({
    title,
    fields: names.map((name): SmscField => ({ ...smppOptionField(name), name: `/defaults/${name}` })),
  }))

/** Every setting that is one field. */
export const SMSC_FIELDS: readonly SmscField[] = [
  ...FIELD_GROUPS.flatMap(({ fields }) => fields),
  ...RELIABILITY_FIELDS,
  ID_FORM_FIELD,
  ...DEFAULT_GROUPS.flatMap(({ fields }) => fields),
]
