import type { MessageState, PartState } from '@smpp-connect/contracts'

/** How much attention a state wants; each has a colour and, beside it, a sign: colour alone says nothing. */
export type Tone = 'good' | 'move' | 'wait' | 'warn' | 'bad'

export interface StateWords {
  readonly label: string
  readonly tone: Tone
  /** What it means, for somebody who meets the word for the first time. */
  readonly meaning: string
}

const WORDS: Readonly<Record<MessageState | PartState, StateWords>> = {
  accepted: { label: 'Accepted', tone: 'wait', meaning: 'Stored safely; it waits for its turn at the SMSC.' },
  queued: { label: 'Queued', tone: 'wait', meaning: 'Stored safely; it waits for its turn at the SMSC.' },
  sending: { label: 'Sending', tone: 'move', meaning: 'On its way to the SMSC, which has not answered yet.' },
  submitted: { label: 'Submitted', tone: 'move', meaning: 'The SMSC took it; the delivery receipt has not come yet.' },
  delivered: { label: 'Delivered', tone: 'good', meaning: 'The receipt says that the phone has it.' },
  received: { label: 'Received', tone: 'good', meaning: 'A person sent it to us, and it is stored.' },
  undelivered: { label: 'Not delivered', tone: 'bad', meaning: 'The operator could not reach the phone.' },
  expired: { label: 'Expired', tone: 'bad', meaning: 'Its time passed before it could be delivered.' },
  rejected: { label: 'Rejected', tone: 'bad', meaning: 'The SMSC does not take it, and says so for good.' },
  failed: { label: 'Failed', tone: 'bad', meaning: 'Every attempt to hand it over failed.' },
  cancelled: { label: 'Cancelled', tone: 'wait', meaning: 'Somebody called it off before it went out.' },
  blocked: { label: 'Blocked', tone: 'wait', meaning: 'The person does not want messages from us.' },
  uncertain: {
    label: 'Uncertain',
    tone: 'warn',
    meaning: 'It left for the SMSC and the line broke before the answer came. It may have arrived.',
  },
  held: { label: 'Held', tone: 'warn', meaning: 'It waits until somebody releases or cancels it.' },
  'uncertain-closed': {
    label: 'Closed, unknown',
    tone: 'warn',
    meaning: 'Closed without knowing whether it arrived.',
  },
}

export function stateWords(state: MessageState | PartState): StateWords {
  return WORDS[state]
}

/** A meter's and a legend's order: from good to bad. */
export const TONES: readonly Tone[] = ['good', 'move', 'wait', 'warn', 'bad']
