// What a text costs in the thread that writes: its code alone, in this thread, in groups as they come under full load.
// See README.md beside this file.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Lease } from '@smpp-connect/store'
import { type Call, Writer } from '../../packages/store/src/sqlite/writer.ts'
import { printLogPages } from './log-pages.ts'
import { answer, message, person, receipt, SHARES, SMSC_ID } from './traffic.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    messages: { type: 'string', default: '20000' },
    group: { type: 'string', default: '500' },
    waiting: { type: 'string', default: '20000' },
    directory: { type: 'string' },
    pages: { type: 'boolean', default: false },
  },
})
const messages = Number(values.messages)
const group = Number(values.group)
const directory = values.directory ?? mkdtempSync(join(tmpdir(), 'connect-bench-'))
const writer = new Writer(directory, {})
const cpuByStep = new Map<string, number>()
let index = 0
let leased: Lease['parts'] = []

// So much waits all the time, as it does where more is accepted than the SMSC takes.
for (let before = 0; before < Number(values.waiting); before += group) accept()
const totals: number[] = []
for (let round = 0; round <= Number(values.rounds); round++) {
  cpuByStep.clear()
  const cpu = process.cpuUsage()
  for (let done = 0; done < messages; done += group) life()
  const { user, system } = process.cpuUsage(cpu)
  // The first round is for the engine to compile.
  if (round > 0) report((user + system) / messages)
}
totals.sort((a, b) => a - b)
console.log(`median ${totals[totals.length >> 1]?.toFixed(1)} µs of CPU a text, ${totals[0]?.toFixed(1)} least`)
if (values.pages) printLogPages(directory)
writer.close()
if (values.directory === undefined) rmSync(directory, { recursive: true })

function life(): void {
  accept()
  const [outcome] = run([
    { id: 1, name: 'lease', args: [{ smscId: SMSC_ID, limit: group, nowMs: Date.now(), shares: SHARES }] },
  ])
  leased = (outcome as Lease).parts
  const [submits, receipts] = [leased.map(answer), leased.map(receipt)]
  run([
    { id: 2, name: 'recordSubmits', args: [submits] },
    { id: 3, name: 'recordReceipts', args: [receipts] },
  ])
}

function accept(): void {
  const atMs = Date.now()
  const some = Array.from({ length: group }, () => message('a', index, person(index++), atMs))
  run([{ id: 0, name: 'accept', args: [{ messages: some, atMs }] }])
}

function run(calls: readonly Call[]): readonly unknown[] {
  const step = calls.map(({ name }) => name).join(' + ')
  const cpu = process.cpuUsage()
  const { replies } = writer.run(calls)
  const { user, system } = process.cpuUsage(cpu)
  cpuByStep.set(step, (cpuByStep.get(step) ?? 0) + user + system)
  return replies.map((reply) => {
    if ('failure' in reply) throw new Error(reply.failure.text)
    return reply.result
  })
}

function report(total: number): void {
  const own = [...cpuByStep.values()].reduce((sum, one) => sum + one, 0) / messages
  totals.push(own)
  const steps = [...cpuByStep].map(([step, cpu]) => `${step} ${(cpu / messages).toFixed(1)}`)
  console.log(`${own.toFixed(1)} µs a text (${total.toFixed(1)} with what asks): ${steps.join(', ')}`)
}
