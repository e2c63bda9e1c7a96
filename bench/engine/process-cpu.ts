import { readdirSync, readFileSync } from 'node:fs'

/** CPU seconds so far, of a process and of its threads by name. */
export interface CpuSeconds {
  readonly process: number
  readonly threads: ReadonlyMap<string, ThreadSeconds>
}

export interface ThreadSeconds {
  readonly ran: number
  /** How long it could have run, had it had a core. */
  readonly waited: number
}

/** The kernel counts in hundredths of a second (proc(5), USER_HZ). */
const TICKS_PER_SECOND = 100

/** What the kernel has counted; undefined where there is no /proc. Threads of one name are added up. */
export function cpuSeconds(pid: number): CpuSeconds | undefined {
  try {
    const threads = new Map<string, ThreadSeconds>()
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      const { name, seconds } = readStat(`/proc/${pid}/task/${thread}/stat`)
      const { ran, waited } = threads.get(name) ?? NONE
      const scheduled = scheduledSeconds(`/proc/${pid}/task/${thread}/schedstat`)
      threads.set(name, { ran: ran + (scheduled?.ran ?? seconds), waited: waited + (scheduled?.waited ?? 0) })
    }
    return { process: readStat(`/proc/${pid}/stat`).seconds, threads }
  } catch {
    return undefined
  }
}

/** What was used between two readings. */
export function cpuBetween(before: CpuSeconds | undefined, after: CpuSeconds | undefined): CpuSeconds | undefined {
  if (!before || !after) return undefined
  const threads = [...after.threads].map(([name, { ran, waited }]) => {
    const earlier = before.threads.get(name) ?? NONE
    return [name, { ran: ran - earlier.ran, waited: waited - earlier.waited }] as const
  })
  return { process: after.process - before.process, threads: new Map(threads) }
}

const NONE: ThreadSeconds = { ran: 0, waited: 0 }

/** From `schedstat`: nanoseconds on a core, nanoseconds waiting for one, turns. Undefined where the kernel counts none. */
function scheduledSeconds(path: string): ThreadSeconds | undefined {
  try {
    const [ran, waited] = readFileSync(path, 'utf8').split(' ')
    return { ran: Number(ran) / 1e9, waited: Number(waited) / 1e9 }
  } catch {
    return undefined
  }
}

function readStat(path: string): { readonly name: string; readonly seconds: number } {
  const stat = readFileSync(path, 'utf8')
  // The name stands in brackets, and may hold spaces and brackets itself.
  const nameEnd = stat.lastIndexOf(')')
  const fields = stat.slice(nameEnd + 2).split(' ')
  const ticks = Number(fields[11]) + Number(fields[12])
  return { name: stat.slice(stat.indexOf('(') + 1, nameEnd), seconds: ticks / TICKS_PER_SECOND }
}

/** CPU seconds of several processes together; undefined when one is not known. */
export function totalOf(some: readonly (CpuSeconds | undefined)[]): number | undefined {
  return some.reduce<number | undefined>((sum, one) => (sum === undefined || !one ? undefined : sum + one.process), 0)
}

/** CPU seconds that everything on this machine has used; undefined where there is no /proc. */
export function machineSeconds(): number | undefined {
  try {
    const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = (
      readFileSync('/proc/stat', 'utf8').split('\n')[0] as string
    )
      .split(/\s+/)
      .slice(1)
      .map(Number)
    return (user + nice + system + irq + softirq) / TICKS_PER_SECOND
  } catch {
    return undefined
  }
}
