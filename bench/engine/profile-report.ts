import { readdirSync, readFileSync } from 'node:fs'
import type { HeapProfiler, Profiler, Runtime } from 'node:inspector'
import { join } from 'node:path'
import { roomOf } from './rooms.ts'

const STATEMENTS = /\/store\/src\/sqlite\/database\.ts$/
const MOST_FUNCTIONS = 40
/** A thread that worked less than this is not worth a table. */
const LEAST_MICROSECONDS = 50_000
/** Nor is one that asked for less than this for a text. */
const LEAST_OCTETS = 10

/** What a thread did, or asked for: microseconds or octets, by who caused it. */
interface Shares {
  readonly total: number
  readonly idle: number
  readonly byRoom: ReadonlyMap<string, number>
  readonly byFunction: ReadonlyMap<string, number>
}

/** A place in the code with those it was called by, whatever kind of profile it comes from. */
interface Place {
  readonly callFrame: Runtime.CallFrame
  readonly caller: Place | undefined
  /** What it took by itself. */
  self: number
}

/** Prints where the time of each thread went, or the memory that it asked for, by room and by function; `count` texts were sent meanwhile. */
export function printProfiles(folder: string, count: number): void {
  for (const file of readdirSync(folder)) {
    const [, name = '', kind] = /^(.*)\.(cpuprofile|heapprofile)$/.exec(file) ?? []
    if (kind === undefined) continue
    const profile = JSON.parse(readFileSync(join(folder, file), 'utf8'))
    if (kind === 'cpuprofile') {
      const shares = sharesOf(placesOfTime(profile))
      const busy = shares.total - shares.idle
      const share = `at work ${Math.round((busy / shares.total) * 100)} % of ${(shares.total / 1e6).toFixed(1)} s`
      if (busy > LEAST_MICROSECONDS) printThread(`${name}: ${share}`, shares, { count, unit: 'µs', digits: 2 })
    } else {
      const shares = sharesOf(placesOfMemory(profile))
      const each = `${Math.round(shares.total / count)} octets a text`
      if (shares.total > LEAST_OCTETS * count)
        printThread(`${name}: ${each}`, shares, { count, unit: 'octets', digits: 0 })
    }
  }
  console.log(`\nThe profiles are in ${folder}, for the developer tools of any Chromium.`)
}

interface Measure {
  readonly count: number
  readonly unit: string
  readonly digits: number
}

function printThread(title: string, { total, idle, byRoom, byFunction }: Shares, measure: Measure): void {
  const { count, unit, digits } = measure
  console.log(`\n${title}`)
  const print = (some: ReadonlyMap<string, number>, most: number): void => {
    for (const [what, amount] of [...some].sort(([, one], [, other]) => other - one).slice(0, most)) {
      const share = `${((amount / (total - idle)) * 100).toFixed(1)} %`.padStart(7)
      console.log(`${share}  ${(amount / count).toFixed(digits).padStart(6)} ${unit} a text  ${what}`)
    }
  }
  print(byRoom, Number.POSITIVE_INFINITY)
  console.log('  the functions with most of their own:')
  print(byFunction, MOST_FUNCTIONS)
}

function placesOfTime({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): readonly Place[] {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const places = new Map<number, Place>()
  const put = (node: Profiler.ProfileNode, caller: Place | undefined): void => {
    const place = { callFrame: node.callFrame, caller, self: 0 }
    places.set(node.id, place)
    for (const child of node.children ?? []) put(byId.get(child)!, place)
  }
  if (nodes[0]) put(nodes[0], undefined)
  // A sample stands for the time until the next one.
  for (const [at, id] of samples.entries()) places.get(id)!.self += timeDeltas[at + 1] ?? 0
  return [...places.values()]
}

function placesOfMemory({ head }: HeapProfiler.SamplingHeapProfile): readonly Place[] {
  const places: Place[] = []
  const put = ({ callFrame, selfSize, children }: HeapProfiler.SamplingHeapProfileNode, caller?: Place): void => {
    const place = { callFrame, caller, self: selfSize }
    places.push(place)
    for (const child of children) put(child, place)
  }
  put(head)
  return places
}

function sharesOf(places: readonly Place[]): Shares {
  const byRoom = new Map<string, number>()
  const byFunction = new Map<string, number>()
  let total = 0
  let idle = 0
  for (const place of places) {
    const { functionName, url } = place.callFrame
    total += place.self
    if (functionName === '(idle)') {
      idle += place.self
      continue
    }
    if (place.self === 0) continue
    add(byRoom, roomOfPlace(place), place.self)
    const where = url === '' ? `built in, for ${nameOf(callerOf(place))}` : nameOf(place)
    const isEngine = functionName.startsWith('(') && url === ''
    add(byFunction, isEngine ? functionName : `${functionName || 'anonymous'}  ${where}`, place.self)
  }
  return { total, idle, byRoom, byFunction }
}

/** What is built in belongs to whoever called it; what Node does, to our code that called it, if some did. */
function roomOfPlace(place: Place): string {
  let nodeRoom: string | undefined
  for (let at: Place | undefined = place; at; at = at.caller) {
    const { functionName, url } = at.callFrame
    if (url === '' && functionName.startsWith('(') && at === place && functionName !== '(root)') return functionName
    const room = roomOf(url)
    if (room === undefined) continue
    if (!url.startsWith('node:')) return room
    nodeRoom ??= room
  }
  return nodeRoom ?? '(nobody)'
}

function callerOf({ caller }: Place): Place | undefined {
  let at = caller
  // Who asked for a statement says more than the one place through which all of them go.
  while (at && (at.callFrame.url === '' || STATEMENTS.test(at.callFrame.url))) at = at.caller
  return at
}

function nameOf(place: Place | undefined): string {
  if (!place) return 'nobody'
  const { url, lineNumber } = place.callFrame
  return `${url.replace(/^file:.*\/(packages|node_modules|bench)\//, '$1/')}:${lineNumber + 1}`
}

function add(to: Map<string, number>, key: string, amount: number): void {
  to.set(key, (to.get(key) ?? 0) + amount)
}
