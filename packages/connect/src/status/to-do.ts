import type { SmscView, SystemView } from '@smpp-connect/contracts'
import { formatNoun } from '../output/figures.ts'
import { printable, type Style } from '../output/style.ts'
import { formatTime } from '../output/time.ts'

/** What waits for a person, each with what to do. */
export function toDoLines(
  { counts, stalled }: SystemView,
  smscs: readonly SmscView[],
  style: Style,
): readonly string[] {
  const held = counts.byState.held ?? 0
  const { uncertain, mayBeDuplicate, receiptsParked } = counts
  const are = (count: number, noun: string): string => `${formatNoun(count, noun)} ${count === 1 ? 'is' : 'are'}`
  const lines: string[] = []
  for (const { smscId, since, why } of stalled) {
    const name = printable(smscs.find(({ id }) => id === smscId)?.name ?? smscId, 30)
    lines.push(
      style.red(`Nothing moves at ${name} since ${formatTime(since)}: ${printable(why)}.`),
      `  npx connect smsc show ${quoted(name)}, and the log; disabling and enabling it binds anew.`,
    )
  }
  for (const { name } of smscs.filter(({ deletion }) => deletion)) {
    const shown = printable(name, 30)
    lines.push(
      style.yellow(`${shown} is being deleted, and is not gone yet.`),
      `  npx connect smsc show ${quoted(shown)} says what it waits for; npx connect smsc keep ${quoted(shown)} takes that back.`,
    )
  }
  if (held > 0) {
    lines.push(
      style.yellow(`${are(held, 'message')} held until a person decides.`),
      '  npx connect message list --state held; then npx connect message release ID, or cancel ID.',
    )
  }
  if (uncertain > 0) {
    lines.push(
      style.yellow(`${are(uncertain, 'message')} uncertain: sent, and the answer never came.`),
      '  A receipt settles it, or the policy of its class. npx connect message list --state uncertain',
    )
  }
  if (mayBeDuplicate > 0) {
    lines.push(
      `${formatNoun(mayBeDuplicate, 'message')} may have been sent twice.`,
      '  npx connect message list --may-be-duplicate',
    )
  }
  if (receiptsParked > 0) {
    lines.push(
      `${formatNoun(receiptsParked, 'receipt')} ${receiptsParked === 1 ? 'matches' : 'match'} no message.`,
      `  npx connect smsc receipts ${smscs.length === 1 ? quoted(printable(smscs[0]?.name ?? '', 30)) : 'NAME'}`,
    )
  }
  return lines
}

/** A name as a word of a command line. */
function quoted(name: string): string {
  return /^[\w.-]+$/.test(name) ? name : JSON.stringify(name)
}
