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
      checkPackage(pkg: object): Promise<{ problems: readonly { kind: string; resolutionKind?: string }[] }>
    }
    const { problems } = await core.checkPackage(core.createPackageFromTarballData(readFileSync(tarball)))
    // The package is ESM for Node 22 and newer: a CommonJS caller gets it through require(esm), and resolution as of
    // 2012 (node10) is no goal.
    const real = problems.filter(
      ({ kind, resolutionKind }) => kind !== 'CJSResolvesToESM' && resolutionKind !== 'node10',
    )
    assert.deepEqual(real, [])
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
      const ended = spawnSync(node, ['try.mjs'], { cwd: user, encoding: 'utf8', timeout: 30_000 })
      assert.equal(ended.status, 0, `${ended.stdout}${ended.stderr}`)
    })
  }
})
