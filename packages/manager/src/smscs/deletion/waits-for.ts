import type { SmscDeletionChoice } from '@smpp-connect/contracts'
import type { SmscLoad } from '@smpp-connect/store'

/** Whether nothing is left that the deletion of an SMSC waits for. */
export function isDone(load: SmscLoad, { receipts }: Pick<SmscDeletionChoice, 'receipts'>): boolean {
  const { queued, sending, uncertain, held, submitted } = load
  return queued + sending + uncertain + held === 0 && (receipts === 'forgo' || submitted === 0)
}

/** What it waits for, in sentences. `hindrance` is why nothing leaves through it now. */
export function waitsFor(load: SmscLoad, choice: SmscDeletionChoice, hindrance: string | undefined): string[] {
  const { queued, scheduled, sending, uncertain, held, submitted } = load
  const sentences: string[] = []
  const say = (sentence: string, ...more: readonly (string | undefined)[]): void => {
    sentences.push([sentence, ...more].filter((one) => one !== undefined).join(' '))
  }
  if (queued > 0) {
    const later =
      scheduled > 0 ? `${scheduled === queued ? 'All' : scheduled} of them are scheduled for later.` : undefined
    if (choice.waiting === 'drain') say(`${parts(queued)} to leave through it.`, later, hindrance)
    else say(`${parts(queued)} to ${choice.waiting === 'reroute' ? 'go to other SMSCs' : 'be cancelled'}.`)
  }
  if (held > 0) {
    if (choice.waiting === 'drain') say(`${parts(held, 'held')} for a person to decide about: release or cancel them.`)
    else say(`${parts(held, 'held')} to ${choice.waiting === 'reroute' ? 'go to other SMSCs' : 'be cancelled'}.`)
  }
  if (sending > 0) say(`${parts(sending, 'with the Sender')} to be answered.`)
  if (uncertain > 0) {
    if (choice.uncertain === 'close') say(`${parts(uncertain, 'uncertain')} to be closed.`)
    else
      say(
        `${parts(uncertain, 'uncertain')} to be settled by an answer, a receipt, or the policy of their class.`,
        hindrance,
      )
  }
  if (submitted > 0 && choice.receipts === 'wait') say(`${parts(submitted, 'at the SMSC')} to get their receipts.`)
  return sentences
}

function parts(count: number, how = ''): string {
  const what = count === 1 ? 'One part' : `${count} parts`
  return how === '' ? `${what} ${count === 1 ? 'waits' : 'wait'}` : `${what} ${count === 1 ? 'is' : 'are'} ${how},`
}
