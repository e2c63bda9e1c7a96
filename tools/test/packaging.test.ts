import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import { temporaryFolder } from '../../packages/testkit/src/index.ts'
import { buildPackage } from '../packaging/build-package.ts'
import { root } from '../runtime.mjs'

const tools = join(root, 'tools', 'packaging', 'node_modules')
const isInstalled = existsSync(join(tools, 'publint'))
const required = process.env.CONNECT_REQUIRE_PACKAGING === '1'
const skip = isInstalled || required ? false : 'its tools are not installed: npm ci --prefix tools/packaging'

/** A round of everything that matters, through the doors of the package, as a user has it. */
const TRY = `
import assert from 'node:assert/strict'
import { SmppClient, SmppServer, planText, encodePdu } from '@smpp-connect/smpp'
import { countText } from '@smpp-connect/smpp/text'
import { statusName } from '@smpp-connect/smpp/status'
assert.equal(statusName(0x58), 'ESME_RTHROTTLED')
assert.equal(countText('Hello').parts, 1)
assert.equal(planText('€').kind, 'planned')
assert.ok(encodePdu({ command: 'enquire_link', sequenceNumber: 1 }))
const server = await SmppServer.listen({ port: 0, onBind: () => true, onRequest: () => ({ messageId: 'id-1' }) })
const client = new SmppClient({ host: '127.0.0.1', port: server.address.port, systemId: 'me', password: 'x' })
client.start()
await client.bound()
const outcome = await client.submitSm({ destinationAddr: '447700900123', shortMessage: new Uint8Array([72, 105]) })
assert.equal(outcome.kind, 'answered')
assert.equal(outcome.response.messageId, 'id-1')
await client.close()
await server.close()
// TLS is loaded where it is wanted: it takes 6 MB of memory.
assert.ok(!process.moduleLoadList.includes('NativeModule tls'))
console.log('ok on', process.version)
`

/** The same doors for a CommonJS program: the modules are those that `import` gives, not a second copy. */
const TRY_REQUIRE = `
const assert = require('node:assert/strict')
const doors = ['@smpp-connect/smpp', '@smpp-connect/smpp/text', '@smpp-connect/smpp/status', '@smpp-connect/smpp/testing']
const required = doors.map((door) => require(door))
assert.equal(required[0].planText('€').kind, 'planned')
Promise.all(doors.map((door) => import(door))).then((imported) => {
  for (const [index, door] of doors.entries())
    for (const name of Object.keys(imported[index])) assert.equal(required[index][name], imported[index][name], door)
  assert.ok(Object.keys(imported[0]).length > 50)
})
`

/** What a compiler makes of both kinds of program: one set of types. */
const TRY_TYPES = `
import { SmppClient } from '@smpp-connect/smpp'
import { countText } from '@smpp-connect/smpp/text'
import { statusName } from '@smpp-connect/smpp/status'
import { ScriptedSmsc } from '@smpp-connect/smpp/testing'
import type { Imported } from './imported.mjs' with { 'resolution-mode': 'import' }
const client: Imported = new SmppClient({ host: 'localhost', systemId: 'me', password: 'secret' })
const parts: number = countText('Hello').parts
// @ts-expect-error: a name is no number
const name: number = statusName(8)
export const all = [client, parts, name, ScriptedSmsc]
`

describe('the SMPP library as it is published', { skip }, () => {
  const folder = temporaryFolder()
  const built = join(folder.path, 'package')
  let tarball = ''
  before(() => {
    buildPackage('smpp', built)
    const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', folder.path], {
      cwd: built,
      encoding: 'utf8',
    })
    const answer = JSON.parse(packed) as { filename: string }[] | Record<string, { filename: string }>
    tarball = join(folder.path, (Object.values(answer)[0] as { filename: string }).filename)
  })

  it('has no dependency', () => {
    const manifest = JSON.parse(readFileSync(join(built, 'package.json'), 'utf8')) as Record<string, unknown>
    for (const kind of ['dependencies', 'peerDependencies', 'optionalDependencies'])
      assert.equal(manifest[kind], undefined)
  })

  it('is clean for publint', async () => {
    const { publint } = (await import(join(tools, 'publint', 'src', 'index-node.js'))) as {
      publint(options: object): Promise<{ messages: readonly object[] }>
    }
    const { messages } = await publint({ pkgDir: built, strict: true, pack: false })
    assert.deepEqual(messages, [])
  })

  it('has the right types for every way of importing it', async () => {
    const core = (await import(join(tools, '@arethetypeswrong', 'core', 'dist', 'index.js'))) as {
      createPackageFromTarballData(tarball: Uint8Array): object
      checkPackage(pkg: object): Promise<{ problems: readonly object[] }>
    }
    const { problems } = await core.checkPackage(core.createPackageFromTarballData(readFileSync(tarball)))
    assert.deepEqual(problems, [])
  })

  for (const [name, node] of [
    ['Node 22', join(tools, 'node-22', 'bin', 'node')],
    ['Node 24', join(tools, 'node-24', 'bin', 'node')],
    ['this Node', process.execPath],
  ] as const) {
    it(`works on ${name}`, (test) => {
      if (!existsSync(node) && !required) return test.skip(`no such Node here (${process.platform}-${process.arch})`)
      const user = join(folder.path, `user-${name.replace(' ', '-')}`)
      const home = join(user, 'node_modules', '@smpp-connect', 'smpp')
      mkdirSync(home, { recursive: true })
      execFileSync('tar', ['-xzf', tarball, '-C', home, '--strip-components=1'])
      writeFileSync(join(user, 'try.mjs'), TRY)
      writeFileSync(join(user, 'try.cjs'), TRY_REQUIRE)
      for (const program of ['try.mjs', 'try.cjs']) {
        const ended = spawnSync(node, [program], { cwd: user, encoding: 'utf8', timeout: 30_000 })
        assert.equal(ended.status, 0, `${ended.stdout}${ended.stderr}`)
      }
    })
  }

  it('gives a CommonJS program the types of an ES module program, in every strictness', () => {
    const user = join(folder.path, 'typed')
    const home = join(user, 'node_modules', '@smpp-connect', 'smpp')
    mkdirSync(home, { recursive: true })
    execFileSync('tar', ['-xzf', tarball, '-C', home, '--strip-components=1'])
    writeFileSync(join(user, 'package.json'), '{}')
    writeFileSync(
      join(user, 'imported.mts'),
      "import { SmppClient } from '@smpp-connect/smpp'\nexport type Imported = SmppClient\n",
    )
    writeFileSync(join(user, 'required.cts'), TRY_TYPES)
    const types = ['--typeRoots', join(root, 'node_modules', '@types'), '--types', 'node']
    const tsc = join(root, 'node_modules', '.bin', 'tsc')
    const files = ['imported.mts', 'required.cts']
    const ended = spawnSync(tsc, ['--noEmit', '--strict', '--module', 'nodenext', ...types, ...files], {
      cwd: user,
      encoding: 'utf8',
    })
    assert.equal(ended.status, 0, ended.stdout)
  })
})
