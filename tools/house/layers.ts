// Who may import whom (ARCHITECTURE.md, "Layers"). A package sees only what its row lists, and only through `exports`.
import { globSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'

const SCOPE = '@smpp-connect/'

/** What each package may import of the others. Rows go from the ground upwards. */
export const LAYERS: Readonly<Record<string, readonly string[]>> = {
  smpp: [],
  kernel: [],
  contracts: [],
  testkit: ['kernel'],
  link: ['kernel', 'contracts'],
  store: ['kernel', 'contracts'],
  simulator: ['kernel', 'contracts', 'smpp'],
  edge: ['kernel', 'contracts', 'smpp'],
  manager: ['kernel', 'contracts', 'link', 'store', 'smpp/text', 'smpp/status', 'smpp/tlv'],
  api: ['kernel', 'contracts', 'manager', 'simulator'],
  console: ['contracts', 'smpp/text', 'smpp/tlv', 'smpp/status'],
  connect: ['kernel', 'contracts', 'smpp', 'link', 'store', 'simulator', 'edge', 'manager', 'api'],
}
/** Of these, types only: the API speaks to the use cases and to the simulator's control, not to their insides. */
const TYPES_ONLY: Readonly<Record<string, readonly string[]>> = { api: ['manager', 'simulator'] }
/** May be used in test files everywhere. */
const IN_TESTS = ['testkit', 'store/memory', 'store/battery', 'link/wire']
/** These rooms run in a browser too: nothing of Node. */
const BROWSER_SAFE = ['packages/smpp/src/text/', 'packages/console/src/', 'packages/contracts/src/']

const IMPORT =
  /(?:^|\n)\s*(import|export)\s+(type\s)?[^'";]*?from\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|(?:^|\n)\s*import\s*'([^']+)'/g

interface Import {
  readonly target: string
  readonly typeOnly: boolean
}

/** The modules that a source text names. Comments are taken out first, so that an example in one counts for nothing. */
export function importsOf(source: string): readonly Import[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')
  return [...code.matchAll(IMPORT)].map((match) => ({
    target: (match[3] ?? match[4] ?? match[5]) as string,
    typeOnly: match[2] !== undefined,
  }))
}

/** Every import that goes where it may not, as sentences. Empty when the house stands. */
export function layerBreaches(root: string): readonly string[] {
  const breaches: string[] = []
  const files = globSync('packages/*/{src,test}/**/*.{ts,tsx}', { cwd: root })
  const graph = new Map<string, Set<string>>()
  for (const file of files) {
    const [, owner = '', area] = file.split('/')
    const isTest = area === 'test'
    const allowed = LAYERS[owner]
    if (!allowed) {
      breaches.push(`${file}: the package ${owner} has no row in tools/house/layers.ts`)
      continue
    }
    for (const { target, typeOnly } of importsOf(readFileSync(join(root, file), 'utf8'))) {
      if (target.startsWith('.')) {
        const path = relative(root, resolve(dirname(join(root, file)), target))
        if (!path.startsWith(`packages/${owner}/`)) breaches.push(`${file}: reaches into ${path}; import by name`)
        if (!isTest) graph.set(file, (graph.get(file) ?? new Set()).add(path))
      } else if (target.startsWith(SCOPE)) {
        const name = target.slice(SCOPE.length)
        const bare = name.split('/')[0] as string
        const fits = bare === owner || allowed.includes(bare) || allowed.includes(name)
        if (!fits && !(isTest && (IN_TESTS.includes(name) || IN_TESTS.includes(bare) || owner === 'testkit'))) {
          breaches.push(`${file}: ${owner} may not import ${target}; it may: ${allowed.join(', ') || 'nothing'}`)
        }
        if (!isTest && !typeOnly && TYPES_ONLY[owner]?.includes(bare)) {
          breaches.push(`${file}: of ${target} ${owner} may import types only`)
        }
      } else if (isBuiltin(target) && BROWSER_SAFE.some((room) => file.startsWith(room))) {
        breaches.push(`${file}: runs in browsers too, so it may not import ${target}`)
      } else if (!isBuiltin(target) && owner === 'smpp' && !isTest) {
        breaches.push(`${file}: smpp has no dependencies, but imports ${target}`)
      }
    }
  }
  return [...breaches, ...circles(graph)]
}

/** Files that import each other in a loop, each loop named once. */
function circles(graph: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const found: string[] = []
  const done = new Set<string>()
  const visit = (file: string, path: readonly string[]): void => {
    const at = path.indexOf(file)
    if (at >= 0) found.push(`circle: ${[...path.slice(at), file].join(' → ')}`)
    if (at >= 0 || done.has(file)) return
    for (const next of graph.get(file) ?? []) visit(next, [...path, file])
    done.add(file)
  }
  for (const file of graph.keys()) visit(file, [])
  return found
}
