import type { SubmitAnswer } from '@smpp-connect/contracts'
import type { Metrics } from '@smpp-connect/kernel'
import { statusName } from '@smpp-connect/smpp/status'
import { Tally } from '../tally.ts'

/** Counts how submits ended, and how long answers took. Once for each kind of ending in a batch. */
export function countAnswers(metrics: Metrics, batch: readonly SubmitAnswer[]): void {
  const endings = new Tally()
  let labels = { smsc: '' }
  for (const { smscId, outcome, sentAtMs, atMs } of batch) {
    if (labels.smsc !== smscId) labels = { smsc: smscId }
    endings.add(smscId, endingOf(outcome))
    const isAnswered = outcome.kind === 'answered' || outcome.kind === 'refused'
    if (isAnswered && sentAtMs !== null) {
      metrics.observe('connect_submit_response_seconds', Math.max(0, atMs - sentAtMs) / 1_000, labels)
    }
  }
  endings.each((smsc, status, count) => metrics.count('connect_submit_total', { smsc, status }, count))
}

function endingOf(outcome: SubmitAnswer['outcome']): string {
  if (outcome.kind === 'answered') return 'ESME_ROK'
  return outcome.kind === 'refused' ? statusLabel(outcome.status) : outcome.kind.replace('-', '_')
}

/** A status that no table knows is called `vendor` or `other`: there are four thousand million of them. */
function statusLabel(status: number): string {
  const name = statusName(status)
  if (!name.startsWith('0x')) return name
  return status >= 0x400 && status <= 0x4ff ? 'vendor' : 'other'
}
