// How much of what an SMSC allows gets through, when nobody told Connect how much that is: see README.md beside this file.
import { tmpdir } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { BenchProcess } from './bench-process.ts'
import { ConnectNode } from './connect-node.ts'
import type { FromThrottledSmsc, ToThrottledSmsc } from './throttled-smsc.ts'

const { values } = parseArgs({
  options: {
    allowance: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '60' },
    'answer-after': { type: 'string', default: '20' },
    directory: { type: 'string', default: tmpdir() },
  },
})
const [allowance, seconds] = [Number(values.allowance), Number(values.seconds)]
const answerAfterMs = Number(values['answer-after'])
const WINDOW = 50
const NUMBERS = 100
const BATCH = 500
/** The limit has to be found first; this is counted by itself. */
const FINDING_MS = 5_000
/** So much of the texts is left out at the end, where fewer numbers are left than the limit would take at once. */
const TAIL = 0.05
const LOOK_AGAIN_MS = 200

const smsc = BenchProcess.start<ToThrottledSmsc, FromThrottledSmsc>('throttled-smsc.ts')
try {
  const { port } = await smsc.next('listening')
  await smsc.ask({ kind: 'limit', perSecond: allowance, answerAfterMs }, 'limited')
  const gateway = await ConnectNode.start(values.directory, {})
  try {
    const smscId = await gateway.bind(port, WINDOW)
    const count = Math.ceil((allowance * seconds) / BATCH) * BATCH
    for (let first = 0; first < count; first += BATCH) await gateway.send(texts(first, smscId))
    console.log(
      `${count} texts to ${NUMBERS} numbers, window ${WINDOW}, answers after ${answerAfterMs} ms; ` +
        `the SMSC takes ${allowance} a second, which Connect is not told`,
    )
    const giveUpMs = performance.now() + 3_000 * seconds
    let seen = await smsc.ask({ kind: 'report' }, 'seen')
    while (seen.taken < count && performance.now() < giveUpMs) {
      await sleep(LOOK_AGAIN_MS)
      seen = await smsc.ask({ kind: 'report' }, 'seen')
    }
    const { taken, refused, takenAtMs, outOfOrder, doubled } = seen
    const beganMs = takenAtMs[0] ?? 0
    const through = (fromMs: number, toMs: number): number =>
      takenAtMs.reduce((sum, atMs) => sum + (atMs >= fromMs && atMs < toMs ? 1 : 0), 0)
    const endMs = takenAtMs[Math.floor(taken * (1 - TAIL))] ?? 0
    const rate = (fromMs: number): number => (through(fromMs, endMs) * 1_000) / (endMs - fromMs)
    const share = (perSecond: number): string =>
      `${perSecond.toFixed(1)} a second, ${((100 * perSecond) / allowance).toFixed(1)} %`
    console.log(`  of the allowance, from the first text on: ${share(rate(beganMs))}`)
    console.log(`  from ${FINDING_MS / 1_000} s on: ${share(rate(beganMs + FINDING_MS))}`)
    console.log(`  refused: ${refused} of ${taken + refused}, ${((100 * refused) / (taken + refused)).toFixed(2)} %`)
    console.log(`  taken ${taken} of ${count}, ${doubled} twice, ${outOfOrder} out of order`)
    if (taken !== count || doubled > 0 || outOfOrder > 0) process.exitCode = 1
  } finally {
    await gateway.stop()
  }
} finally {
  await smsc.end()
}

function texts(first: number, smscId: string): readonly object[] {
  return Array.from({ length: BATCH }, (_, at) => {
    const index = first + at
    const to = `+4477001${String(index % NUMBERS).padStart(5, '0')}`
    return { to, from: '12345', text: `${Math.floor(index / NUMBERS)} of those to you`, smscId }
  })
}
