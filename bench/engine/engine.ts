// How fast Connect is from the request to the stored receipt, and Kannel beside it: see README.md beside this file.
import { mkdirSync, statfsSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { BenchProcess } from './bench-process.ts'
import { allCases, type Case, runCase } from './cases.ts'
import type { ProfileSettings } from './connect-node.ts'
import { hasKannel } from './kannel-node.ts'
import type { FromLoad, ToLoad } from './load-process.ts'
import type { Measured, Stage } from './measure.ts'
import { printProfiles } from './profile-report.ts'
import { machineIsQuiet } from './quiet.ts'
import { median, printReport } from './report.ts'
import type { FromSmsc, ToSmsc } from './smsc-process.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string' },
    messages: { type: 'string' },
    window: { type: 'string', default: '500' },
    only: { type: 'string', default: '' },
    directory: { type: 'string', default: tmpdir() },
    against: { type: 'string' },
    quiet: { type: 'string' },
    pace: { type: 'string' },
    profile: { type: 'string' },
    allocations: { type: 'string' },
    flags: { type: 'string', default: '' },
    short: { type: 'boolean', default: false },
  },
})
/** How often a run is repeated because others disturbed it. */
const MOST_TRIES = 10
const rounds = Number(values.rounds ?? (values.short ? 1 : 3))
const count = Number(values.messages ?? (values.short ? 20_000 : 60_000))
const { directory, against } = values

const cases = allCases({ count, windowSize: Number(values.window) })
  .filter(({ name }) => name.includes(values.only))
  .filter(({ gateway }) => gateway === 'connect' || hasKannel())
  .flatMap((of) => (against === undefined || of.gateway !== 'connect' ? [of] : [of, twinOf(of, against)]))
console.log(
  `node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, ` +
    `load ${loadavg()[0]?.toFixed(1)} before; ${rounds} rounds of ${count} texts, window ${values.window}`,
)
if (isInMemory(directory))
  console.log(`${directory} is kept in memory: an fsync costs nothing there. Name another with --directory.`)
if (!hasKannel()) console.log('Kannel is not installed here, and left out (Debian: apt install kannel).')

const smsc = BenchProcess.start<ToSmsc, FromSmsc>('smsc-process.ts')
const load = BenchProcess.start<ToLoad, FromLoad>('load-process.ts')
const results = new Map<Case, Measured[]>(cases.map((of) => [of, []]))
try {
  const [{ port: smscPort }, { receiptsPort }] = await Promise.all([smsc.next('listening'), load.next('listening')])
  const stage: Stage = { smsc, smscPort, load, receiptsPort }
  // Round by round through all cases, so that a busy machine is busy for all of them.
  for (let round = 0; round < rounds; round++) {
    for (const of of cases) {
      const perSecond = paceOf(of)
      if (perSecond === undefined) continue
      const profile = profileOf(of)
      const measured = await runQuietly(() =>
        runCase(of, stage, { directory, perSecond, profile, flags: values.flags.split(' ').filter(Boolean) }),
      )
      results.get(of)!.push(measured)
      if (profile !== undefined) {
        console.log(`\n${of.name}`)
        printProfiles(profile.folder, measured.seconds * measured.perSecond)
      }
      console.error(`round ${round + 1}: ${of.name}: ${Math.round(measured.perSecond)}/s ${measured.blame.join(', ')}`)
    }
  }
} finally {
  await Promise.all([smsc.end(), load.end()])
}
printReport(results)
if (cases.some((of) => of.gateway === 'connect' && results.get(of)!.some(({ blame }) => blame.length > 0))) {
  process.exitCode = 1
}

/** Null: as fast as it goes; undefined: the case is half of one that was left out, and no pace is given. */
function paceOf(of: Case): number | null | undefined {
  if (of.halfOf === undefined) return null
  if (values.pace !== undefined) return Number(values.pace)
  const full = cases.find(({ name, checkout }) => name === of.halfOf && checkout === undefined)
  return full && median(results.get(full)!.map(({ perSecond }) => perSecond)) / 2
}

/**
 * With `--quiet`: waits for a quiet machine, and runs again what others disturbed all the same. What decides is what the
 * others used, never the result.
 */
async function runQuietly(run: () => Promise<Measured>): Promise<Measured> {
  if (values.quiet === undefined) return run()
  const most = Number(values.quiet) / 100
  for (let tries = 1; ; tries++) {
    const isQuiet = await machineIsQuiet(most)
    const measured = await run()
    if (!isQuiet || (measured.othersShare ?? 0) < most || tries === MOST_TRIES) return measured
    console.error(`others used ${Math.round((measured.othersShare ?? 0) * 100)} % of a core: again`)
  }
}

/** What profiles the threads make of this case and where, if they are wanted. */
function profileOf(of: Case): ProfileSettings | undefined {
  const under = values.profile ?? values.allocations
  if (under === undefined || of.gateway !== 'connect') return undefined
  const folder = join(resolve(under), of.name.replaceAll(/[^a-z0-9]+/gi, '-'))
  mkdirSync(folder, { recursive: true })
  return { kind: values.profile === undefined ? 'memory' : 'time', folder }
}

/** The same case on the Connect of another checkout, so that both have the same minutes of a busy machine. */
function twinOf(of: Case, checkout: string): Case {
  return { ...of, checkout: resolve(checkout), name: `${of.name} (${basename(checkout)})` }
}

function isInMemory(path: string): boolean {
  const TMPFS = 0x0102_1994
  return process.platform === 'linux' && statfsSync(path).type === TMPFS
}
