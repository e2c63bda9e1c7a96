import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { after, before, describe, it, type TestContext } from 'node:test'
import { rootCertificates, setDefaultCACertificates } from 'node:tls'
import {
  type BindDiagnosisCode,
  type BindTrialReport,
  type SmscSettings,
  smscSettingsSchema,
} from '@smpp-connect/contracts'
import { Edge } from '@smpp-connect/edge'
import { type Clock, silentLog, systemClock, systemRandom } from '@smpp-connect/kernel'
import { Simulator, type SimulatorAccount, type SimulatorFaults } from '@smpp-connect/simulator'
import { eventually, temporaryFolder, testAuthority, testCertificate } from '@smpp-connect/testkit'
import { runToEnd } from '../send/command-line.ts'
import { SmallConnect } from '../small-connect.ts'

setDefaultCACertificates([...rootCertificates, testAuthority()])

const SHOP = { systemId: 'shop', password: 'secret' }
const ACCOUNTS: readonly SimulatorAccount[] = [
  SHOP,
  { systemId: 'one', password: 'secret', maxBinds: 1 },
  { systemId: 'typed', password: 'secret', systemType: 'VMA' },
  { systemId: 'old', password: 'secret', maxInterfaceVersion: 0x34 },
  { systemId: 'sender', password: 'secret', bindTypes: ['transmitter'] },
]

/** The whole way: command line, API, manager, edge, and the simulator as the SMSC. */
describe('connect smsc test', () => {
  const folder = temporaryFolder()
  const simulator = new Simulator({ port: 0, accounts: ACCOUNTS })
  const overTls = new Simulator({ port: 0, accounts: ACCOUNTS, tls: testCertificate('good') })
  let connect: SmallConnect
  let edge: Edge

  before(async () => {
    await simulator.start()
    await overTls.start()
    connect = await SmallConnect.start()
    edge = edgeOn(systemClock)
    connect.tryBind = (order) => edge.tryBind(order)
    writeFileSync(`${folder.path}/secret`, 'secret\n')
    writeFileSync(`${folder.path}/guess`, 'guess\n')
    writeFileSync(`${folder.path}/long`, 'a-password-of-25-letters!\n')
  })
  after(async () => {
    await edge.stop()
    await connect[Symbol.asyncDispose]()
    await simulator.stop()
    await overTls.stop()
    folder[Symbol.dispose]()
  })

  const edgeOn = (clock: Clock): Edge =>
    new Edge({ manager: connect.manager, clock, random: systemRandom, log: silentLog })
  /** For one test, the edge's time runs so much faster; the simulator has no faults afterwards. */
  const at = (speed: number, context: TestContext): void => {
    const other = edgeOn({
      ...systemClock,
      monotonicMs: () => systemClock.monotonicMs() * speed,
      after: (delayMs, fire) => systemClock.after(delayMs / speed, fire),
    })
    connect.tryBind = (order) => other.tryBind(order)
    context.after(() => {
      simulator.setFaults({})
      connect.tryBind = (order) => edge.tryBind(order)
      return other.stop()
    })
  }
  const run = (...words: readonly string[]) =>
    runToEnd(['smsc', 'test', ...words, '--url', connect.url], { folder: folder.path })
  const settings = (given: Partial<SmscSettings> = {}): Partial<SmscSettings> => ({
    name: 'Right',
    host: '127.0.0.1',
    port: simulator.address().port,
    ...SHOP,
    ...given,
  })
  const flags = (...more: readonly string[]): readonly string[] => {
    const { port } = simulator.address()
    const given = ['--host', '127.0.0.1', '--port', String(port), '--system-id', 'shop', '--password-file', 'secret']
    return [...given, ...more]
  }
  const codeOf = (out: string): string => (JSON.parse(out) as BindTrialReport).trials.at(-1)?.diagnosis?.code ?? 'none'

  it('says that a definition works, and what the SMSC said', async () => {
    await connect.define(settings())
    const { exitCode, out, err } = await run('right')
    assert.deepEqual([exitCode, err], [0, ''])
    assert.match(out, /^As a transceiver\n {2}ok {2}connection +[\d.]+ ms +to 127\.0\.0\.1:\d+, from 127\.0\.0\.1\n/)
    assert.match(out, /\n {2}SMSC +simulator, SMPP 5\.0\n {2}Address +127\.0\.0\.1:\d+, from 127\.0\.0\.1\n/)
    assert.match(out, /\nIt works\.\n$/)
    assert.equal(simulator.ledger.counters.refusedBinds, 0)
  })

  it('tries both kinds of bind, of a definition with a change', async () => {
    const { exitCode, out } = await run('Right', '--bind-mode', 'transmitter-receiver')
    assert.equal(exitCode, 0)
    assert.match(out, /As a transmitter\n.+As a receiver\n/s)
    assert.equal((await connect.manager.useCases.smscs())[0]?.bindMode, 'transceiver')
  })

  it('says over TLS whose certificate it saw', async () => {
    const { port } = overTls.address()
    const { exitCode, out } = await run('Right', '--host', 'localhost', '--port', String(port), '--tls')
    assert.equal(exitCode, 0, out)
    assert.match(out, /TLS +TLSv1\.3, certificate of localhost until 2120-01-01\n/)
  })

  it('says what is wrong, in words, and ends with 1', async () => {
    const { exitCode, out } = await run(...flags('--password-file', 'guess'))
    assert.equal(exitCode, 1)
    assert.match(out, /\n {2}failed {2}bind +[\d.]+ ms +The SMSC does not take the password\n/)
    assert.match(
      out,
      /The SMSC does not take the password \(password-wrong\)\n {2}Seen +bind_transceiver_resp with ESME_RINVPASWD/,
    )
    assert.match(out, /\n {2}To do +Type the password again\..*\n\nIt does not work\.\n$/)
    assert.doesNotMatch(out, /guess/)
  })

  const cases: readonly (readonly [BindDiagnosisCode, readonly string[], SimulatorFaults?])[] = [
    ['system-id-unknown', ['--system-id', 'nobody']],
    ['password-too-long', ['--password-file', 'long']],
    ['system-type-wrong', ['--system-id', 'typed']],
    ['version-refused', ['--system-id', 'old', '--smpp-version', '5.0']],
    ['bind-type-not-allowed', ['--system-id', 'sender']],
    ['tls-not-spoken', ['--tls']],
    ['closed-on-bind', [], { closeOn: 'bind' }],
    ['closed-after-bind', [], { closeOn: 'bound' }],
    ['already-bound', [], { refuseBinds: 'ESME_RALYBND' }],
    ['bind-throttled', [], { refuseBinds: 'ESME_RTHROTTLED' }],
    ['bind-failed', [], { refuseBinds: 'ESME_RBINDFAIL' }],
    ['smsc-error', [], { refuseBinds: 'ESME_RSYSERR' }],
  ]
  for (const [code, words, faults = {}] of cases) {
    it(`finds ${code} with the simulator`, async (context) => {
      simulator.setFaults(faults)
      context.after(() => simulator.setFaults({}))
      const { exitCode, out } = await run(...flags(...words, '--json'))
      assert.deepEqual([exitCode, codeOf(out)], [1, code])
    })
  }

  it('finds tls-wanted with the simulator behind TLS', async () => {
    const { out } = await run(...flags('--port', String(overTls.address().port), '--json'))
    assert.equal(codeOf(out), 'tls-wanted')
  })

  it('finds bind-unanswered with the simulator that reads nothing', async (context) => {
    // Five times faster, so that nobody waits for long.
    at(5, context)
    simulator.setFaults({ stopReading: true })
    const { out } = await run(...flags('--json'))
    assert.equal(codeOf(out), 'bind-unanswered')
  })

  it('finds closed-at-once with the simulator that closes every connection', async (context) => {
    // Slower, so that a machine that is busy elsewhere still sees the closing first.
    at(0.02, context)
    simulator.setFaults({ closeOn: 'connection' })
    const { out } = await run(...flags('--json'))
    assert.equal(codeOf(out), 'closed-at-once')
  })

  it('leaves a bind that stands alone, and says so of a limit that is lower than it is thought', async () => {
    const one = settings({ name: 'One', systemId: 'one', defaultSender: '60777' })
    const id = await connect.define({ ...one, bindCount: 2 })
    await edge.applyDefinitions([{ ...smscSettingsSchema.parse(one), id, version: 1, createdAtMs: 0, updatedAtMs: 0 }])
    const bound = async (): Promise<number> => {
      const view = await connect.manager.useCases.smsc(id)
      return view.ok ? view.value.binds.filter(({ status }) => status === 'bound').length : 0
    }
    await eventually('it is bound', async () => (await bound()) === 1)
    const more = await run('One', '--json')
    assert.deepEqual([more.exitCode, codeOf(more.out)], [1, 'own-bind-refuses'])
    const none = await run('One', '--bind-count', '1', '--json')
    assert.deepEqual([none.exitCode, codeOf(none.out)], [1, 'own-bind-up'])
    const inWords = await run('One', '--bind-count', '1')
    assert.match(inWords.out, /\n\nAs far as it was tried, it works\.\n$/, 'what is spared is not called broken')
    assert.equal(simulator.ledger.mostBound.get('one'), 1)
    assert.equal(await bound(), 1)
  })

  it('says what is missing or wrong in the options, and that nothing could be tried', async () => {
    const missing = await run('--host', 'x')
    assert.deepEqual(
      [missing.exitCode, missing.err],
      [2, 'Error: Say what to test: the name of an SMSC, or --host and --system-id at least.\n'],
    )
    const wrong = await run(...flags('--port', 'http'))
    assert.equal(wrong.exitCode, 2)
    assert.match(wrong.err, /^Error: --port: /)
    const noFile = await run(...flags('--password-file', 'none'))
    assert.deepEqual([noFile.exitCode, noFile.err], [2, 'Error: --password-file: there is no file none.\n'])
    connect.tryBind = async () => ({ kind: 'not-tried', reason: 'no edge is connected' })
    const nobody = await run('Right')
    connect.tryBind = (order) => edge.tryBind(order)
    assert.equal(nobody.exitCode, 1)
    assert.match(nobody.err, /^Error: The bind could not be tried \(bind-not-tried\): no edge is connected\n/)
  })
})
