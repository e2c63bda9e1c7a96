// Runs the programs of examples/ as a user would: in processes of their own.
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { SmppServer } from '../../src/index.ts'
import { ScriptedSmsc } from '../../src/testing/index.ts'
import { authority, clientCertificate, serverCertificate } from '../net/certificates.ts'

const examples = new URL('../../examples/', import.meta.url)
const certificates = fileURLToPath(new URL('../net/certificates/', import.meta.url))

class Program {
  output = ''
  readonly exited: Promise<number | null>
  readonly #child: ChildProcess
  #waiters: (() => void)[] = []

  constructor(name: string, ...options: readonly string[]) {
    const path = fileURLToPath(new URL(name, examples))
    this.#child = spawn(process.execPath, [path, ...options], { stdio: ['ignore', 'pipe', 'inherit'] })
    this.#child.stdout?.on('data', (chunk: Buffer) => {
      this.output += chunk.toString()
      for (const wake of this.#waiters.splice(0)) wake()
    })
    this.exited = new Promise((resolve) => this.#child.once('close', resolve))
  }

  /** Waits until the output holds something, and returns what. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.output)
      if (found !== null) return found
      await Promise.race([
        new Promise<void>((resolve) => this.#waiters.push(resolve)),
        this.exited.then(() => assert.match(this.output, pattern)),
      ])
    }
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGINT')
    await this.exited
  }
}

describe('the examples', { timeout: 40_000, concurrency: 2 }, () => {
  it('send-text.ts', async () => {
    await using smsc = await ScriptedSmsc.start()
    const program = new Program('send-text.ts', `smpp://me:secret@127.0.0.1:${smsc.port}`, '+447700900123', 'Привет')
    assert.equal(await program.exited, 0)
    assert.equal(program.output, 'taken by the SMSC as 1\n')
    const [submit] = smsc.all('submit_sm')
    assert.deepEqual([submit?.destAddrTon, submit?.destinationAddr, submit?.dataCoding], [1, '447700900123', 8])
  })

  it('mini-smsc.ts with send-text.ts and receive.ts', async () => {
    const smsc = new Program('mini-smsc.ts', '0', 'sesame')
    const [, port] = await smsc.says(/listening on 127\.0\.0\.1:(\d+)/)
    const url = `smpp://me:sesame@127.0.0.1:${port}`
    const sender = new Program('send-text.ts', url, '+447700900123', 'Hello')
    assert.equal(await sender.exited, 0)
    await smsc.says(/1: Example → 447700900123/)
    await smsc.stop()
  })

  it('receive.ts', async () => {
    await using smsc = await ScriptedSmsc.start()
    const program = new Program('receive.ts', `smpp://me:secret@127.0.0.1:${smsc.port}`)
    await smsc.waitFor('bind_receiver')
    const part = (sequence: number, text: string) =>
      Buffer.concat([Uint8Array.of(5, 0, 3, 9, 2, sequence), new TextEncoder().encode(text)])
    const phone = { sourceAddr: '447700900123', destinationAddr: '80001' }
    await smsc.deliver({ ...phone, esmClass: 0x40, shortMessage: part(2, 'evening') })
    await smsc.deliver({ ...phone, esmClass: 0x40, shortMessage: part(1, 'Good ') })
    await program.says(/447700900123: Good evening/)
    await program.stop()
    assert.equal(smsc.all('unbind').length, 1)
  })

  it('tls.ts', async () => {
    const tls = { ...serverCertificate, clientCa: authority }
    await using server = await SmppServer.listen({ port: 0, tls, onBind: () => true })
    assert.ok(clientCertificate.cert.length > 0)
    const files = ['authority.crt', 'client.crt', 'client.key'].map((name) => `${certificates}${name}`)
    const program = new Program('tls.ts', `smpps://me:secret@localhost:${server.address.port}`, ...files)
    assert.equal(await program.exited, 0)
    assert.match(program.output, /encrypted: true, SMPP 3\.4, BOUND_TRX/)
  })

  it('load-tester.ts', async () => {
    await using smsc = await ScriptedSmsc.start()
    smsc.next('submit_sm', { status: 'ESME_RTHROTTLED' })
    const program = new Program('load-tester.ts', `smpp://me:secret@127.0.0.1:${smsc.port}?window=20`, '500')
    assert.equal(await program.exited, 0)
    assert.match(program.output, /per second; \{"answered":499,"refused":1,"notSent":0,"uncertain":0,"expired":0\}/)
  })
})
