// How long a one-time code takes to the wire while very many bulk texts wait for the same SMSC, and how much memory that
// takes: see README.md beside this file.
import { tmpdir } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { BenchProcess } from './bench-process.ts'
import { ConnectNode } from './connect-node.ts'
import { quantiles } from './latency.ts'
import type { FromLoad, ToLoad } from './load-process.ts'
import { peakMegabytes } from './process-figures.ts'
import type { Target } from './requests.ts'
import type { LoadReport } from './run-load.ts'
import type { FromSmsc, ToSmsc } from './smsc-process.ts'

const { values } = parseArgs({
  options: {
    texts: { type: 'string', default: '1000000' },
    codes: { type: 'string', default: '60' },
    pace: { type: 'string', default: '200' },
    directory: { type: 'string', default: tmpdir() },
  },
})
const [texts, codes, pace] = [Number(values.texts), Number(values.codes), Number(values.pace)]
const WINDOW = 100
const RECEIPT_WINDOW = 1_000
/** The load is made in slices, for the requests of all texts would not fit into its memory. */
const SLICE = 100_000
const CODES_PER_SECOND = 1
/** How long the last code may take. */
const MOST_WAIT_MS = 20_000
const LOOK_AGAIN_MS = 100

const smsc = BenchProcess.start<ToSmsc, FromSmsc>('smsc-process.ts')
const load = BenchProcess.start<ToLoad, FromLoad>('load-process.ts')
try {
  const [{ port: smscPort }] = await Promise.all([smsc.next('listening'), load.next('listening')])
  const gateway = await ConnectNode.start(values.directory, {})
  try {
    const smscId = await gateway.bind(smscPort, WINDOW, pace)
    const of = { kind: 'connect', port: gateway.port, key: gateway.key, smscId } as const
    const expected = { firstIndex: 0, count: texts + codes, answerAfterMs: 0, receiptWindow: RECEIPT_WINDOW }
    await smsc.ask({ kind: 'expect', ...expected }, 'expecting')
    const [pid = 0] = gateway.pids

    console.log(`${texts} bulk texts to an SMSC that takes ${pace} a second`)
    const bulk: Target = { ...of, perRequest: 500, messageClass: 'bulk' }
    for (let first = 0; first < texts; first += SLICE) {
      const sent = await send(bulk, first, Math.min(SLICE, texts - first), 4, null)
      const seconds = (sent.lastAnsweredMs - sent.firstSentMs) / 1_000
      console.log(
        `  ${String(first + sent.accepted).padStart(9)} accepted, the last at ${Math.round(sent.accepted / seconds)} a second; ` +
          `at most ${Math.round(peakMegabytes(pid) ?? 0)} MB`,
      )
    }

    const before = await gateway.counts()
    const sent = await send({ ...of, perRequest: 1, messageClass: 'code' }, texts, codes, 1, CODES_PER_SECOND)
    const untilMs = performance.now() + MOST_WAIT_MS
    let { onWireMs, doubled, texts: seen } = await smsc.ask({ kind: 'report' }, 'seen')
    while (onWireMs.subarray(texts).includes(0) && performance.now() < untilMs) {
      await sleep(LOOK_AGAIN_MS)
      ;({ onWireMs, doubled, texts: seen } = await smsc.ask({ kind: 'report' }, 'seen'))
    }
    const after = await gateway.counts()
    const waits = Float64Array.from(sent.answeredMs, (answeredMs, at) => {
      const leftMs = onWireMs[texts + at] ?? 0
      return leftMs === 0 ? Number.POSITIVE_INFINITY : leftMs - answeredMs
    })
    const { p50, p99, max } = quantiles(waits)
    const bulkMeanwhile = onWireMs
      .subarray(0, texts)
      .reduce((count, atMs) => count + (atMs > sent.firstSentMs && atMs <= sent.lastAnsweredMs ? 1 : 0), 0)
    const seconds = (sent.lastAnsweredMs - sent.firstSentMs) / 1_000
    console.log(`${codes} one-time codes, ${CODES_PER_SECOND} a second, with ${before.waiting} texts waiting`)
    console.log(
      `  from the 202 to the wire: ${[p50, p99, max].map((ms) => ms.toFixed(1)).join(' / ')} ms (median, p99, most)`,
    )
    console.log(`  bulk texts meanwhile: ${(bulkMeanwhile / seconds).toFixed(1)} a second`)
    console.log(`  at most ${Math.round(peakMegabytes(pid) ?? 0)} MB; ${seen} texts at the SMSC, ${doubled} twice`)
    const { accepted, final, waiting, uncertain } = after
    console.log(`  accepted ${accepted} = final ${final} + waiting ${waiting} + uncertain ${uncertain}`)
    if (accepted !== final + waiting + uncertain || doubled > 0) process.exitCode = 1
  } finally {
    await gateway.stop()
  }
} finally {
  await Promise.all([smsc.end(), load.end()])
}

async function send(
  target: Target,
  firstIndex: number,
  count: number,
  connections: number,
  perSecond: number | null,
): Promise<LoadReport> {
  await load.ask({ kind: 'prepare', target, firstIndex, count }, 'prepared')
  const sent = await load.ask({ kind: 'send', connections, perSecond }, 'sent')
  if (sent.notAccepted > 0) throw new Error(`${sent.notAccepted} texts were not accepted: ${sent.firstTrouble}`)
  return sent
}
