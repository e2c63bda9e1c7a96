// The door of `npm start` and `npm test`: sets up what is missing, then runs Connect on a Node that can.
// Plain JavaScript for any Node from 20 on.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ENGINE_FLAGS } from '../packages/connect/bin/engine-flags.mjs'
import { root } from './runtime.mjs'
import { SetUpFailed, say, setUp } from './set-up.mjs'

const [command = 'up', ...rest] = process.argv.slice(2)

if (Number(process.versions.node.split('.')[0]) < 20) {
  say(`Connect needs Node 20 or newer to start; this is ${process.versions.node}.`)
  process.exit(1)
}

let runtime
try {
  runtime = await setUp()
} catch (failure) {
  if (!(failure instanceof SetUpFailed)) throw failure
  say(failure.message)
  process.exit(1)
}

const MAIN = 'packages/connect/src/main.ts'
const programs = {
  up: [MAIN, 'up'],
  test: ['tools/test.ts'],
  check: ['tools/test.ts', '--only', 'tools'],
  fix: ['tools/fix.ts'],
}
const [program, ...words] = programs[command] ?? [MAIN, command]
const flags = program === MAIN ? ENGINE_FLAGS : []
const child = spawn(runtime, [...flags, join(root, program), ...words, ...rest], { stdio: 'inherit' })

// A terminal sends Ctrl-C to every process of the group, so the child has it already; a signal sent to this process
// alone has to be passed on. The child takes repeats within a second as one.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('error', (cause) => {
  say(`Cannot run ${runtime}: ${cause.message}`)
  process.exit(1)
})
child.on('close', (code, signal) => {
  process.exitCode = signal ? 128 + ({ SIGINT: 2, SIGTERM: 15, SIGKILL: 9, SIGHUP: 1 }[signal] ?? 0) : (code ?? 1)
})
