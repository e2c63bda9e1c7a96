// Breaks links and processes of a manager and its edges under load, and compares what clients, SMSC and Connect have seen.
// Usage: tools/edge-faults.ts [--fault NAME]… [--times N] [--rounds N] [--short] [--dials edge|manager] [--seed N].
// Each time begins anew with processes of its own, in which the fault is injected so many rounds. Exit code 0: everything
// is as it has to be; 1: it is not, which is printed.
import { parseArgs } from 'node:util'
import { runBehindFirewall } from '../packages/connect/test/edge-faults/behind-firewall.ts'
import type { FaultScale } from '../packages/connect/test/edge-faults/edge-fault.ts'
import { EDGE_FAULTS } from '../packages/connect/test/edge-faults/every-fault.ts'
import { faultTable, sumUp } from '../packages/connect/test/edge-faults/fault-table.ts'
import { skipWithoutNamespaces } from '../packages/connect/test/edge-faults/firewall.ts'
import { FIREWALL_FAULTS } from '../packages/connect/test/edge-faults/firewall-faults.ts'
import { type FaultRunResult, runFaults } from '../packages/connect/test/edge-faults/run-faults.ts'

const { values } = parseArgs({
  options: {
    fault: { type: 'string', multiple: true },
    times: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '1' },
    short: { type: 'boolean', default: false },
    dials: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    help: { type: 'boolean', default: false },
  },
})
const names = values.fault ?? Object.keys(EDGE_FAULTS)
const [times, rounds, seed] = [Number(values.times), Number(values.rounds), Number(values.seed)]
const { dials } = values
const isSound = times > 0 && rounds > 0 && seed >= 0 && [undefined, 'edge', 'manager'].includes(dials)
if (values.help || !isSound || names.some((name) => !(name in EDGE_FAULTS))) {
  console.error(
    'usage: edge-faults.ts [--fault NAME]… [--times N] [--rounds N] [--short] [--dials edge|manager] [--seed N]',
  )
  for (const [name, { what }] of Object.entries(EDGE_FAULTS)) console.error(`  ${name.padEnd(28)} ${what}`)
  process.exit(values.help ? 0 : 2)
}

console.log(`seed ${seed}`)
let isWrong = false
const rows = new Map<string, FaultRunResult>()
for (const name of names) {
  const fault = EDGE_FAULTS[name]
  if (!fault) continue
  const results: FaultRunResult[] = []
  const isFirewalled = name in FIREWALL_FAULTS
  const cannot = isFirewalled && skipWithoutNamespaces()
  if (cannot) {
    console.log(`${name} is left out: ${cannot}`)
    continue
  }
  for (let nth = 0; nth < times; nth++) {
    const options = {
      rounds,
      scale: (values.short ? 'short' : 'full') as FaultScale,
      seed: seed + nth,
      say: (line: string) => console.log(`  ${new Date().toISOString().slice(11, 19)} ${name}, ${line}`),
    }
    // Both ways in turn, unless told.
    const isDialled = dials === 'manager' || (dials === undefined && nth % 2 === 1)
    const run = isFirewalled
      ? runBehindFirewall({ ...options, names: [name] })
      : runFaults({ ...options, faults: [fault], dials: isDialled ? 'manager' : 'edge' })
    try {
      const result = await run
      for (const line of result.wrong.slice(0, 20)) console.log(`  wrong: ${line}`)
      isWrong ||= result.wrong.length > 0
      results.push(result)
    } catch (failure) {
      isWrong = true
      console.log(`  wrong: ${failure instanceof Error ? failure.message : failure}`)
    }
  }
  rows.set(name, sumUp(results))
}
for (const line of faultTable(rows)) console.log(line)
process.exitCode = isWrong ? 1 : 0
