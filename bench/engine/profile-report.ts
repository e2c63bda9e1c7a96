import { readdirSync, readFileSync } from 'node:fs'
import type { Profiler } from 'node:inspector'
import { join } from 'node:path'
import { roomOf } from './rooms.ts'

const STATEMENTS = /\/store\/src\/sqlite\/database\.ts$/
const MOST_FUNCTIONS = 40
/** A thread that did less than this is not worth a table. */
const LEAST_MS = 50

interface Shares {
  readonly totalMs: number
  readonly idleMs: number
  readonly byRoom: ReadonlyMap<string, number>
  readonly byFunction: ReadonlyMap<string, number>
}

/** Prints where the time of each thread went, by room and by function; `count` texts were sent meanwhile. */
export function printProfiles(folder: string, count: number): void {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'))) {
    const profile = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Profiler.Profile
    printThread(file.replace('.cpuprofile', ''), sharesOf(profile), count)
  }
  console.log(`\nThe profiles are in ${folder}, for the developer tools of any Chromium.`)
}

function printThread(name: string, { totalMs, idleMs, byRoom, byFunction }: Shares, count: number): void {
  const busyMs = totalMs - idleMs
  if (busyMs < LEAST_MS) return
  console.log(`\n${name}: at work ${Math.round((busyMs / totalMs) * 100)} % of ${(totalMs / 1_000).toFixed(1)} s`)
  const print = (some: ReadonlyMap<string, number>, most: number): void => {
    for (const [what, ms] of [...some].sort(([, one], [, other]) => other - one).slice(0, most)) {
      const share = `${((ms / busyMs) * 100).toFixed(1)} %`.padStart(7)
      console.log(`${share}  ${((ms * 1_000) / count).toFixed(2).padStart(6)} µs a text  ${what}`)
    }
  }
  print(byRoom, Number.POSITIVE_INFINITY)
  console.log('  the functions with most time of their own:')
  print(byFunction, MOST_FUNCTIONS)
}

function sharesOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Shares {
  const parents = new Map<number, Profiler.ProfileNode>()
  const byId = new Map(nodes.map((node) => [node.id, node]))
  for (const node of nodes) for (const child of node.children ?? []) parents.set(child, node)
  const selfMs = new Map<number, number>()
  // A sample stands for the time until the next one.
  for (const [at, id] of samples.entries()) selfMs.set(id, (selfMs.get(id) ?? 0) + (timeDeltas[at + 1] ?? 0) / 1_000)

  const byRoom = new Map<string, number>()
  const byFunction = new Map<string, number>()
  let totalMs = 0
  let idleMs = 0
  for (const [id, ms] of selfMs) {
    const { functionName, url } = byId.get(id)!.callFrame
    totalMs += ms
    if (functionName === '(idle)') {
      idleMs += ms
      continue
    }
    add(byRoom, roomOfNode(id), ms)
    const place = url === '' ? `built in, for ${placeOf(callerOf(id))}` : placeOf(byId.get(id)!)
    add(
      byFunction,
      functionName.startsWith('(') && url === '' ? functionName : `${functionName || 'anonymous'}  ${place}`,
      ms,
    )
  }
  return { totalMs, idleMs, byRoom, byFunction }

  /** What is built in belongs to whoever called it; what Node does, to our code that called it, if some did. */
  function roomOfNode(id: number): string {
    let nodeRoom: string | undefined
    for (let node = byId.get(id); node; node = parents.get(node.id)) {
      const { functionName, url } = node.callFrame
      if (url === '' && functionName.startsWith('(') && node.id === id && functionName !== '(root)') return functionName
      const room = roomOf(url)
      if (room === undefined) continue
      if (!url.startsWith('node:')) return room
      nodeRoom ??= room
    }
    return nodeRoom ?? '(nobody)'
  }

  function callerOf(id: number): Profiler.ProfileNode | undefined {
    let node = parents.get(id)
    // Who asked for a statement says more than the one place through which all of them go.
    while (node && (node.callFrame.url === '' || STATEMENTS.test(node.callFrame.url))) node = parents.get(node.id)
    return node
  }
}

function placeOf(node: Profiler.ProfileNode | undefined): string {
  if (!node) return 'nobody'
  const { url, lineNumber } = node.callFrame
  return `${url.replace(/^file:.*\/(packages|node_modules|bench)\//, '$1/')}:${lineNumber + 1}`
}

function add(to: Map<string, number>, key: string, ms: number): void {
  to.set(key, (to.get(key) ?? 0) + ms)
}
