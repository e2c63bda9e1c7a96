import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Gateway, GatewayReport } from './gateway.ts'
import type { Stage } from './measure.ts'

const BEARERBOX = '/usr/sbin/bearerbox'
const SMSBOX = '/usr/sbin/smsbox'
const ADMIN_PASSWORD = 'bench-admin'
const WAIT_MS = 30_000
/** When it tells of no receipt for so long, no more will come. */
const QUIET_MS = 3_000

export const KANNEL_USER = { userName: 'bench', password: 'bench' } as const

/** Whether the Debian package is installed here. */
export function hasKannel(): boolean {
  return existsSync(BEARERBOX) && existsSync(SMSBOX)
}

/** Kannel as its user guide sets it up: bearerbox with its file store and receipts in memory, and one smsbox. */
export class KannelNode implements Gateway {
  readonly port: number
  readonly #stage: Stage
  readonly #boxes: readonly ChildProcess[]
  readonly #directory: string

  private constructor(port: number, stage: Stage, boxes: readonly ChildProcess[], directory: string) {
    this.port = port
    this.#stage = stage
    this.#boxes = boxes
    this.#directory = directory
  }

  /** Starts both boxes, bound to the SMSC, with the store under `directory`. */
  static async start(directory: string, stage: Stage, windowSize: number): Promise<KannelNode> {
    const own = mkdtempSync(join(directory, 'kannel-bench-'))
    const [adminPort, boxPort, sendPort] = (await Promise.all([freePort(), freePort(), freePort()])) as [
      number,
      number,
      number,
    ]
    const { smscPort } = stage
    const file = join(own, 'kannel.conf')
    writeFileSync(file, configuration({ own, adminPort, boxPort, sendPort, smscPort, windowSize }))
    const boxes: ChildProcess[] = []
    const node = new KannelNode(sendPort, stage, boxes, own)
    try {
      boxes.push(spawn(BEARERBOX, ['-v', '4', file], { stdio: 'ignore' }))
      await until('the bearerbox', () => answers(adminPort, '/status.txt'))
      boxes.push(spawn(SMSBOX, ['-v', '4', file], { stdio: 'ignore' }))
      await until('Kannel to be bound', async () => {
        const status = await textOf(adminPort, '/status.txt')
        return /smsbox/i.test(status) && /\(online/.test(status)
      })
      return node
    } catch (failure) {
      await node.stop()
      throw failure
    }
  }

  get pids(): readonly number[] {
    return this.#boxes.map(({ pid }) => pid ?? 0)
  }

  async begin(): Promise<void> {}

  /** Waits until it tells of no more receipts; what it has not told of then is lost. */
  async end({ count }: { readonly count: number }): Promise<GatewayReport> {
    const { load } = this.#stage
    let told = 0
    for (let before = -1; before !== told && told < count; ) {
      before = told
      await sleep(QUIET_MS)
      told = (await load.ask({ kind: 'count-receipts' }, 'receipts')).told
    }
    return { blame: told === count ? [] : [`${count - told} receipts it never told of`] }
  }

  async stop(): Promise<void> {
    for (const box of this.#boxes.toReversed()) {
      if (box.exitCode !== null || box.signalCode !== null) continue
      const gone = new Promise((resolve) => box.once('exit', resolve))
      box.kill('SIGKILL')
      await gone
    }
    rmSync(this.#directory, { recursive: true, force: true })
  }
}

interface Places {
  readonly own: string
  readonly adminPort: number
  readonly boxPort: number
  readonly sendPort: number
  readonly smscPort: number
  readonly windowSize: number
}

function configuration({ own, adminPort, boxPort, sendPort, smscPort, windowSize }: Places): string {
  return `
group = core
admin-port = ${adminPort}
admin-interface = 127.0.0.1
admin-password = ${ADMIN_PASSWORD}
smsbox-port = ${boxPort}
smsbox-interface = 127.0.0.1
log-level = 4
store-type = file
store-location = ${join(own, 'kannel.store')}
dlr-storage = internal

group = smsc
smsc = smpp
smsc-id = bench
host = 127.0.0.1
port = ${smscPort}
transceiver-mode = true
smsc-username = bench
smsc-password = bench
system-type = ""
interface-version = 34
max-pending-submits = ${windowSize}
source-addr-ton = 0
source-addr-npi = 0
source-addr-autodetect = false
dest-addr-ton = 1
dest-addr-npi = 1
msg-id-type = 0x00

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = ${sendPort}
sendsms-interface = 127.0.0.1
log-level = 4
max-pending-requests = 4096

group = sendsms-user
username = ${KANNEL_USER.userName}
password = ${KANNEL_USER.password}
max-messages = 1
`
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

async function textOf(port: number, path: string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}${path}?password=${ADMIN_PASSWORD}`)
  return response.text()
}

async function answers(port: number, path: string): Promise<boolean> {
  return textOf(port, path).then(
    () => true,
    () => false,
  )
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const giveUpMs = performance.now() + WAIT_MS
  while (!(await isSo())) {
    if (performance.now() > giveUpMs) throw new Error(`waited ${WAIT_MS / 1_000} s for ${what}`)
    await sleep(50)
  }
}
