// Makes a fresh clone ready: the locked dependencies, the pinned runtime where the machine's Node is too old, and the
// console where its sources changed. Does only what is missing, and says what it does. Plain JavaScript for Node 20.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findRuntime, OLDEST_MAJOR, pinnedRuntime, root } from './runtime.mjs'

export const say = (line) => process.stderr.write(`${line}\n`)

export class SetUpFailed extends Error {}

/** Runs a program to its end; its output is shown only when it fails. */
function run(what, command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output = (output + text).slice(-20_000)
      })
    }
    child.on('error', (cause) => reject(new SetUpFailed(`${what}: cannot run ${command}: ${cause.message}`)))
    child.on('close', (code) => {
      if (code === 0) resolve()
      else reject(new SetUpFailed(`${what} failed (exit code ${code}):\n${output.trimEnd()}`))
    })
  })
}

function npm(what, args) {
  const viaNpm = process.env.npm_execpath
  const rest = [...args, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  if (viaNpm?.endsWith('.js') || viaNpm?.endsWith('.cjs')) return run(what, process.execPath, [viaNpm, ...rest])
  return run(what, process.platform === 'win32' ? 'npm.cmd' : 'npm', rest)
}

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'))

/** Whether node_modules holds just what the lock file says (platform-bound packages may be absent). */
export function isInstalled(folder) {
  const locked = readJson(join(folder, 'package-lock.json')).packages
  const hidden = join(folder, 'node_modules', '.package-lock.json')
  if (!existsSync(hidden)) return false
  const installed = readJson(hidden).packages
  return Object.entries(locked).every(
    ([path, entry]) =>
      !path.startsWith('node_modules/') ||
      entry.link ||
      entry.optional ||
      entry.devOptional ||
      entry.peer ||
      installed[path]?.version === entry.version,
  )
}

async function dependencies() {
  const jobs = []
  if (!isInstalled(root)) {
    say('Installing the locked dependencies (once) …')
    jobs.push(npm('installing the dependencies', ['ci']))
  }
  if (!findRuntime()) {
    if (!pinnedRuntime()) {
      throw new SetUpFailed(
        `This machine has Node ${process.versions.node}; Connect runs on Node ${OLDEST_MAJOR} or newer, and no pinned ` +
          `runtime is published for ${process.platform}-${process.arch}. Install Node ${OLDEST_MAJOR} or newer and try again.`,
      )
    }
    say(`This machine has Node ${process.versions.node}: installing the pinned Node for Connect (once) …`)
    jobs.push(npm('installing the pinned Node', ['ci', '--prefix', join('tools', 'runtime')]))
  }
  await Promise.all(jobs)
  const runtime = findRuntime()
  if (!runtime) throw new SetUpFailed('The pinned Node was installed, but its program is not where it should be.')
  return runtime
}

/** Everything the console is built from, as one hash: contents, not dates, because a clone's dates say nothing. */
function consoleFingerprint() {
  const hash = createHash('sha256')
  const add = (path) => {
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) if (name !== 'dist' && name !== 'test') add(join(path, name))
    } else {
      hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0')
    }
  }
  const packages = join(root, 'packages')
  for (const part of ['console', join('contracts', 'src'), join('smpp', 'src', 'text')]) add(join(packages, part))
  add(join(root, 'package-lock.json'))
  return hash.digest('hex')
}

async function buildConsole(runtime) {
  const dist = join(root, 'packages', 'console', 'dist')
  const stamp = join(dist, '.built-from')
  const fingerprint = consoleFingerprint()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) return
  say('Building the console …')
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  await run('building the console', runtime, [vite, 'build', join('packages', 'console')])
  mkdirSync(dist, { recursive: true })
  writeFileSync(stamp, fingerprint)
}

/** Makes everything ready and returns the Node to run Connect with. Throws SetUpFailed with words for the user. */
export async function setUp() {
  const runtime = await dependencies()
  await buildConsole(runtime)
  return runtime
}
