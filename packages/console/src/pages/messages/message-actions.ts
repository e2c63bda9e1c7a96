import type { MessageDetail } from '@smpp-connect/contracts'

/** What a person may ask for: released here; the others here or at the SMSC, whoever has it. */
export type MessageAction = 'release' | 'query' | 'replace' | 'cancel'

export interface ActionWords {
  readonly label: string
  readonly title: string
  /** What it can do and what it cannot, for this message. */
  readonly sentences: readonly string[]
  /** The button that does it, and the one that does not. */
  readonly confirm: string
  readonly leave: string
}

/** What may be done about a message now, what settles it first. */
export function actionsFor({ direction, partDetails }: MessageDetail): readonly MessageAction[] {
  if (direction === 'inbound') return []
  const has = (...states: string[]) => partDetails.some(({ state }) => states.includes(state))
  const actions: MessageAction[] = []
  if (has('held', 'uncertain')) actions.push('release')
  if (partDetails.some(({ state, smscMessageId }) => smscMessageId !== null && state !== 'delivered'))
    actions.push('query')
  const single = partDetails.length === 1
  if (partDetails.every(({ state }) => state === 'queued') || (single && has('submitted'))) actions.push('replace')
  if (has('queued', 'held', 'uncertain', 'submitted')) actions.push('cancel')
  return actions
}

/** The words for an action, true for this message. */
export function actionWords(action: MessageAction, { partDetails }: MessageDetail): ActionWords {
  const has = (...states: string[]) => partDetails.some(({ state }) => states.includes(state))
  switch (action) {
    case 'release':
      return {
        label: 'Release',
        title: 'Release this message?',
        sentences: [
          has('uncertain')
            ? 'It is queued again and sent once more. It left for the SMSC before without an answer, so the person may get it twice.'
            : 'It is queued again and sent when its turn comes.',
        ],
        confirm: 'Release',
        leave: 'Leave it',
      }
    case 'query':
      return {
        label: 'Ask the SMSC',
        title: 'Ask the SMSC what became of it?',
        sentences: [
          'It is asked about each part that it gave an id for (query_sm). If it says that a part has ended, that counts like a receipt.',
          'Many SMSCs do not answer this, or remember a message for a few hours only.',
        ],
        confirm: 'Ask',
        leave: 'Close',
      }
    case 'replace':
      return {
        label: 'Replace the text',
        title: 'Replace the text?',
        sentences: [
          has('submitted')
            ? 'The SMSC has it already and is asked to (replace_sm): the new text has to fit one part in the alphabet of the old one. If it has reached the phone meanwhile, the old text stays there.'
            : 'It still waits here, so any text will do. It is cut and written anew for its SMSC.',
        ],
        confirm: 'Replace',
        leave: 'Leave it',
      }
    case 'cancel':
      return {
        label: 'Cancel message',
        title: 'Cancel this message?',
        sentences: [
          ...(has('queued', 'held') ? ['What waits here will not go out.'] : []),
          ...(has('uncertain')
            ? ['A part that left without an answer may have arrived all the same; it is closed, and not sent again.']
            : []),
          ...(has('submitted')
            ? [
                'What the SMSC has, it is asked to cancel (cancel_sm). It may refuse, and what has reached a phone stays there.',
              ]
            : []),
        ],
        confirm: 'Cancel message',
        leave: 'Leave it',
      }
  }
}
