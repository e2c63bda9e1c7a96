// Runs every test there is and ends with one plain line: `N passed, N failed`.
// `--only WORD` runs the files whose path holds WORD; a path or several may be named too.
import { globSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { run } from 'node:test'
import { pathToFileURL } from 'node:url'
import { root } from './runtime.mjs'

const words = process.argv.slice(2).filter((word) => word !== '--only')
const files = globSync(['packages/*/test/**/*.test.ts', 'tools/test/**/*.test.ts'], { cwd: root })
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .sort()
  .map((file) => `${root}/${file}`)

if (files.length === 0) {
  console.error(`No test file matches ${words.join(', ')}.`)
  process.exit(1)
}

const RUN_LIMIT_MINUTES = 20

let passed = 0
let failed = 0
let skipped = 0
let slowest: { name: string; ms: number }[] = []

process.env.CONNECT_TEST = '1'
// Many short processes read the same sources: what is compiled once serves all of them.
process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'connect-compile-cache')
// Four minutes for a test, ten seconds more for a whole file: what hangs is a failure with a name, not a stuck run.
const stream = run({
  files,
  concurrency: 2,
  isolation: 'process',
  timeout: 240_000,
  execArgv: ['--import', pathToFileURL(join(root, 'tools/deadline.ts')).href],
})
const running = new Set<string>()
stream.on('test:dequeue', ({ name }) => files.includes(name) && running.add(relative(root, name)))
setTimeout(() => {
  console.log(`\n✖ the whole run took more than ${RUN_LIMIT_MINUTES} minutes; under way: ${[...running].join(', ')}`)
  console.log(`\n${passed} passed, ${failed + 1} failed`)
  process.exit(1)
}, RUN_LIMIT_MINUTES * 60_000).unref()
stream.on('test:pass', (test) => {
  // Of a suite that is skipped nothing else is told, not even its tests.
  if (test.skip !== undefined) {
    skipped += 1
    console.log(`  skipped  ${test.name}${typeof test.skip === 'string' && test.skip ? ` (${test.skip})` : ''}`)
  } else if (test.details.type !== 'suite') {
    passed += 1
    slowest.push({ name: `${test.name} (${relative(root, test.file ?? '')})`, ms: test.details.duration_ms })
  }
})
stream.on('test:fail', (test) => {
  if (test.details.type === 'suite') return
  failed += 1
  const { error } = test.details
  const cause = error.cause instanceof Error ? error.cause : error
  console.log(`\n✖ ${test.name}  ${test.file ? `${relative(root, test.file)}:${test.line ?? 0}` : ''}`)
  console.log(`${cause.stack ?? String(error.cause ?? error)}\n`)
})
stream.on('test:summary', ({ file, counts, duration_ms }) => {
  if (!file) return
  running.delete(relative(root, file))
  const seconds = (duration_ms / 1000).toFixed(1).padStart(6)
  console.log(`${seconds} s  ${String(counts.passed).padStart(4)} passed  ${relative(root, file)}`)
})
stream.on('test:stderr', (output) => process.stderr.write(output.message))
stream.on('test:stdout', (output) => process.stdout.write(output.message))
stream.on('end', () => {
  slowest = slowest.toSorted((a, b) => b.ms - a.ms).slice(0, 5)
  console.log('\nSlowest:')
  for (const { name, ms } of slowest) console.log(`  ${(ms / 1000).toFixed(1).padStart(6)} s  ${name}`)
  if (skipped > 0) console.log(`\n${skipped} skipped, for the reasons given above`)
  console.log(`\n${passed} passed, ${failed} failed`)
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0
})
stream.resume()
