import { randomUUID } from 'node:crypto'
import { type Accepted, isFinal, type MessageDetail } from '@smpp-connect/contracts'
import type { Context } from '../cli/context.ts'
import { EXIT, type ExitCode } from '../cli/exit-codes.ts'
import { formatDuration, formatNoun } from '../output/figures.ts'
import { json } from '../output/json.ts'
import { printable } from '../output/style.ts'
import { formatTime } from '../output/time.ts'
import { endWithReply, findServer } from '../server/find.ts'
import { persist, sleep } from '../server/persist.ts'
import { judgeReply } from '../server/reply.ts'
import { onStopRequest } from '../signals.ts'
import { findSmsc } from '../smsc/find-smsc.ts'
import type { Fields } from './fields/field-name.ts'
import { endWithProblem } from './fields/from-options.ts'
import { readMessage } from './fields/read-message.ts'

const PATIENCE_MS = 15_000
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 2_000

/** One text to send. */
export interface OneText {
  readonly fields: Fields
  /** The SMSC, by name or id; left out, Connect chooses. */
  readonly smsc: string | undefined
  readonly waits: boolean
  /** How long to wait for the final state; infinite when nobody said. */
  readonly waitLimitMs: number
}

/** Sends one text and, if asked, shows each step until its final state. The id goes to stdout. */
export async function sendOne(context: Context, { fields, smsc, waits, waitLimitMs }: OneText): Promise<ExitCode> {
  const { world, terminal, wantsJson } = context
  const { clock, random } = world
  const read = readMessage(fields, clock.nowMs())
  if (!read.ok) endWithProblem(context, read.problem)
  const connection = findServer(context)
  const { server, client } = connection
  const smscId = smsc === undefined ? undefined : (await findSmsc(context, connection, smsc, '--smsc')).id
  const message = smscId === undefined ? read.message : { ...read.message, smscId }
  // One key for all tries: when an answer is lost, the repetition sends nothing twice.
  const key = randomUUID()
  const stop = new AbortController()
  const onWait = (reason: string): void => terminal.say(`${reason} …`)
  const how = { clock, random, patienceMs: PATIENCE_MS, stop: stop.signal, onWait, keyMayChange: true }
  const ask = () => client.send(message, key)
  let reply = await ask()
  const isAway = reply.kind === 'unreachable' && /refused|no such host/.test(reply.reason)
  if (reply.kind !== 'ok' && !isAway && judgeReply(reply) !== 'stop') reply = await persist(ask, how)
  if (reply.kind !== 'ok') endWithReply(context, server, reply)

  const accepted = reply.body
  terminal.say(acceptance(accepted))
  if (!wantsJson) terminal.data(accepted.id)
  if (!waits) {
    if (wantsJson) terminal.data(json(accepted))
    else terminal.say(`What becomes of it: npx connect message show ${accepted.id}, or add --wait next time.`)
    return EXIT.ok
  }
  const stopListening = onStopRequest(world.signals, clock, () => stop.abort())
  try {
    const startedMs = clock.monotonicMs()
    let shownSeq = 0
    let shownReason = ''
    let pauseMs = FIRST_PAUSE_MS
    for (;;) {
      const look = await persist(() => client.message(accepted.id), how)
      if (look.kind !== 'ok') {
        if (stop.signal.aborted) break
        endWithReply(context, server, look)
      }
      const detail = look.body
      const fresh = detail.timeline.filter((entry) => entry.seq > shownSeq)
      for (const entry of fresh) {
        terminal.say(`  ${terminal.style.dim(entry.at.slice(11, 23))}  ${printable(entry.summary)}`)
        shownSeq = entry.seq
      }
      if (detail.waitingFor && detail.waitingFor !== shownReason) {
        terminal.say(`  Waiting for: ${printable(detail.waitingFor)}`)
      }
      shownReason = detail.waitingFor ?? ''
      if (isFinal(detail.state)) return tellEnd(context, detail)
      const leftMs = startedMs + waitLimitMs - clock.monotonicMs()
      if (leftMs <= 0) {
        terminal.error(
          `Not final within ${formatDuration(waitLimitMs)}: it is ${detail.state}. It goes on without this command.`,
        )
        if (wantsJson) terminal.data(json(detail))
        return EXIT.failed
      }
      pauseMs = fresh.length > 0 ? FIRST_PAUSE_MS : Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
      await sleep(clock, Math.min(pauseMs, leftMs), stop.signal)
      if (stop.signal.aborted) break
    }
    terminal.say('Stopped watching. The text goes out without this command.')
    return EXIT.interrupted
  } finally {
    stopListening()
  }
}

function acceptance({ to, from, parts, encoding, sendAt }: Accepted): string {
  const coding = encoding === 'gsm7' ? 'GSM 7-bit' : 'UCS-2'
  const when = sendAt === null ? '' : `, not before ${formatTime(sendAt)}`
  return `Accepted: to ${printable(to)} from ${printable(from)}, ${formatNoun(parts, 'short message')} in ${coding}${when}.`
}

function tellEnd({ terminal, wantsJson }: Context, detail: MessageDetail): ExitCode {
  const { style } = terminal
  if (wantsJson) terminal.data(json(detail))
  if (detail.mayBeDuplicate) terminal.say('It may have been sent twice: an answer was lost when a link broke.')
  if (detail.state === 'delivered') {
    const tookMs = Date.parse(detail.finalAt ?? detail.updatedAt) - Date.parse(detail.createdAt)
    terminal.say(`${style.green('Delivered')}, ${formatDuration(tookMs)} after it was accepted.`)
    return EXIT.ok
  }
  const reason = detail.error ? `: ${printable(detail.error.code)}, ${printable(detail.error.text)}` : ''
  terminal.error(`It did not arrive. Its final state is ${detail.state}${reason}.`)
  return EXIT.failed
}
