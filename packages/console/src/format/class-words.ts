import type { MessageClass } from '@smpp-connect/contracts'

interface ClassWords {
  readonly label: string
  /** Several of them, in a sentence. */
  readonly many: string
  readonly help: string
}

export const CLASS_WORDS: Readonly<Record<MessageClass, ClassWords>> = {
  code: { label: 'One-time code', many: 'one-time codes', help: 'Worth nothing after minutes.' },
  transactional: { label: 'Transactional', many: 'transactional messages', help: 'An alert, a reminder, an answer.' },
  bulk: { label: 'Campaign', many: 'campaigns', help: 'Many at once, none of them urgent.' },
}

export function classLabel(messageClass: MessageClass): string {
  return CLASS_WORDS[messageClass].label
}
