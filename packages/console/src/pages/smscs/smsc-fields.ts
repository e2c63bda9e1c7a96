import type { SmscField } from './smsc-draft.ts'

interface FieldBase {
  readonly name: SmscField
  readonly label: string
  /** What it means to somebody with a provider's account sheet in hand. */
  readonly help: string
  readonly wide?: true
}

/** How each setting is asked for. */
export type SmscFieldSpec = FieldBase &
  (
    | { readonly kind: 'text' | 'password'; readonly placeholder?: string }
    | { readonly kind: 'number'; readonly unit?: string; readonly decimal?: true; readonly empty?: string }
    | { readonly kind: 'switch' }
    | { readonly kind: 'choice'; readonly options: readonly { readonly value: string; readonly label: string }[] }
  )

export interface FieldGroup {
  readonly title: string
  readonly lead: string
  readonly fields: readonly SmscFieldSpec[]
  /** Folded until it is wanted: most definitions never touch it. */
  readonly folded?: true
}

/** Every setting of an SMSC definition but `enabled`, which has a switch of its own, in the order of an account sheet. */
export const FIELD_GROUPS: readonly FieldGroup[] = [
  {
    title: 'Connection',
    lead: 'Where the message centre listens.',
    fields: [
      { kind: 'text', name: 'name', label: 'Name', help: 'What you call it. Only people see it.', wide: true },
      {
        kind: 'text',
        name: 'host',
        label: 'Host',
        help: 'A host name or an address, without the port.',
        placeholder: 'smpp.provider.example',
      },
      { kind: 'number', name: 'port', label: 'Port', help: 'Often 2775, or 3550 with TLS.' },
      {
        kind: 'switch',
        name: 'tls',
        label: 'Encrypt with TLS',
        help: 'When the provider offers it. Without it, password and texts can be read on the way.',
        wide: true,
      },
    ],
  },
  {
    title: 'Account',
    lead: 'What the provider’s account sheet calls SMPP credentials.',
    fields: [
      { kind: 'text', name: 'systemId', label: 'System id', help: 'The user name, at most 15 characters.' },
      { kind: 'password', name: 'password', label: 'Password', help: 'Kept by Connect and never shown again.' },
      {
        kind: 'text',
        name: 'systemType',
        label: 'System type',
        help: 'Usually left empty, unless the sheet names one.',
      },
      {
        kind: 'choice',
        name: 'bindMode',
        label: 'Binds',
        help: 'One bind for both directions, unless the provider asks for two.',
        options: [
          { value: 'transceiver', label: 'One transceiver' },
          { value: 'transmitter-receiver', label: 'Transmitter and receiver' },
        ],
      },
      {
        kind: 'number',
        name: 'bindCount',
        label: 'How many at once',
        help: 'No more than the provider allows. With two kinds, so many of each.',
      },
      {
        kind: 'choice',
        name: 'interfaceVersion',
        label: 'SMPP version',
        help: '3.4 is what nearly all speak.',
        options: ['3.3', '3.4', '5.0'].map((value) => ({ value, label: value })),
      },
      {
        kind: 'text',
        name: 'addressRange',
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
        name: 'defaultSender',
        label: 'Sender address',
        help: 'A number, a short code, or a name of up to 11 letters. People answer to it, if it is a number.',
        placeholder: '+447700900000',
      },
      {
        kind: 'choice',
        name: 'defaultAlphabet',
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
    lead: 'How much goes out at once.',
    fields: [
      {
        kind: 'number',
        name: 'perSecond',
        label: 'Parts a second',
        help: 'The rate you agreed on. Empty: as fast as the SMSC answers.',
        decimal: true,
        empty: 'No limit',
      },
      {
        kind: 'number',
        name: 'windowSize',
        label: 'Window',
        help: 'How many requests may be unanswered. Also the most that a broken line can make uncertain.',
      },
      {
        kind: 'number',
        name: 'burst',
        label: 'Burst',
        help: 'How many parts may leave at once after a pause.',
      },
      {
        kind: 'choice',
        name: 'windowMode',
        label: 'How the window is used',
        help: 'Adaptive: as much of it as rate and round trip call for.',
        options: [
          { value: 'fixed', label: 'Always all of it' },
          { value: 'adaptive', label: 'As much as it takes' },
        ],
      },
    ],
  },
  {
    title: 'Reliability',
    lead: 'How long to wait, and what to do when an answer is lost with the line.',
    fields: [
      {
        kind: 'number',
        name: 'responseTimeoutSeconds',
        label: 'An answer may take',
        help: 'After this long without one, the line counts as broken.',
        unit: 'seconds',
      },
      {
        kind: 'number',
        name: 'enquireLinkSeconds',
        label: 'Probe an idle line after',
        help: 'With an enquire_link.',
        unit: 'seconds',
      },
      {
        kind: 'number',
        name: 'uncertainWaitSeconds',
        label: 'First wait for a receipt',
        help: 'A late answer or a receipt settles the matter. Counted while the SMSC is bound.',
        unit: 'seconds',
      },
      {
        kind: 'number',
        name: 'maxAttempts',
        label: 'Attempts',
        help: 'After so many refused ones a part is held for a person.',
      },
      {
        kind: 'choice',
        name: 'idForm',
        label: 'Ids in receipts',
        help: 'How they relate to the ids of answers. Learned from the first receipts, unless you set it.',
        options: [
          { value: 'learn', label: 'Learn it' },
          { value: 'same', label: 'The same' },
          { value: 'hexadecimal-answer', label: 'Answer hexadecimal, receipt decimal' },
          { value: 'decimal-answer', label: 'Answer decimal, receipt hexadecimal' },
        ],
      },
      {
        kind: 'switch',
        name: 'userMessageReference',
        label: 'Send a reference along',
        help: 'The TLV user_message_reference, by which a receipt finds its message. Switch it off if the SMSC refuses unknown TLVs.',
        wide: true,
      },
    ],
  },
]

/** The label of a setting, for sentences about it. */
export function labelOf(name: SmscField): string {
  if (name === 'enabled') return 'Enabled'
  for (const group of FIELD_GROUPS) {
    const field = group.fields.find((each) => each.name === name)
    if (field) return field.label
  }
  return name
}
