import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { readlinkSync } from 'node:fs'
import { eventually } from '@smpp-connect/testkit'
import type { Networks } from './networks.ts'

const INSIDE = { host: '10.91.1.2', firewall: '10.91.1.1' }
const OUTSIDE = { host: '10.91.2.2', firewall: '10.91.2.1' }
/** Where `ip` and `nft` are on machines that do not look there for everybody. */
const ENV = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` }

/**
 * What is opened from inside passes, with its answers; whatever else comes is dropped without a word, as firewalls do. The
 * second chain is empty until nothing at all is to pass.
 */
const RULES = `
table inet connect {
  counter refused { }
  chain silence { type filter hook forward priority -10; policy accept; }
  chain forward {
    type filter hook forward priority 0; policy drop;
    ct state established,related accept
    iifname "inside" accept
    counter name refused
  }
}
`

/** Why there can be no networks of their own here; false when there can be. */
export function skipWithoutNamespaces(): string | false {
  // All that it takes, in a network that is gone with it: a kernel may know some of it only.
  const trial = 'ip link add one type veth peer name other && echo 1 > /proc/sys/net/ipv4/ip_forward && nft -f -'
  const tried = spawnSync('unshare', ['-r', '-n', 'sh', '-c', trial], { env: ENV, input: RULES })
  if (tried.status === 0) return false
  const why = tried.error?.message ?? tried.stderr.toString().trim().split('\n')[0]
  return `no network namespaces with a firewall (unshare, ip and nft are needed): ${why}`
}

/**
 * Two networks with a firewall between them, all of them namespaces of this machine. This process has to be alone in its
 * own network namespace, as its root (`unshare -r -n`): that one becomes the inside.
 *
 *   inside 10.91.1.2 ── 10.91.1.1 firewall 10.91.2.1 ── 10.91.2.2 outside
 */
export class Firewall {
  readonly #gate: ChildProcess
  readonly #outside: ChildProcess

  private constructor(gate: ChildProcess, outside: ChildProcess) {
    this.#gate = gate
    this.#outside = outside
  }

  static async raise(): Promise<Firewall> {
    const firewall = new Firewall(await newNetwork(), await newNetwork())
    run(['ip', 'link', 'set', 'lo', 'up'])
    run(['ip', 'link', 'add', 'gate', 'type', 'veth', 'peer', 'name', 'inside', 'netns', `${firewall.#gate.pid}`])
    connectTo([], 'gate', INSIDE)
    const gate = within(firewall.#gate)
    const peer = ['peer', 'name', 'gate', 'netns', `${firewall.#outside.pid}`]
    run([...gate, 'ip', 'link', 'add', 'outside', 'type', 'veth', ...peer])
    for (const [name, { firewall: address }] of Object.entries({ inside: INSIDE, outside: OUTSIDE })) {
      run([...gate, 'ip', 'address', 'add', `${address}/24`, 'dev', name])
      run([...gate, 'ip', 'link', 'set', name, 'up'])
    }
    run([...gate, 'sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward'])
    run([...gate, 'nft', '-f', '-'], RULES)
    const outside = within(firewall.#outside)
    run([...outside, 'ip', 'link', 'set', 'lo', 'up'])
    connectTo(outside, 'gate', OUTSIDE)
    return firewall
  }

  get networks(): Networks {
    const outside = within(this.#outside)
    return { insideHost: INSIDE.host, outsideHost: OUTSIDE.host, outside, hasProxies: false, firewall: this }
  }

  /** Packets that came from outside and belonged to nothing that was opened from inside. */
  get refused(): number {
    const told = run([...within(this.#gate), 'nft', 'list', 'counter', 'inet', 'connect', 'refused'])
    return Number(/packets (\d+)/.exec(told)?.[1])
  }

  /** Whether somebody outside can open a connection with this port inside. Takes a while when not. */
  async lets(port: number): Promise<boolean> {
    const script = `require('node:net').connect({ host: '${INSIDE.host}', port: ${port}, timeout: 1500 })
      .on('connect', () => process.exit(0)).on('timeout', () => process.exit(7)).on('error', () => process.exit(7))`
    const [command = '', ...words] = [...within(this.#outside), process.execPath, '-e', script]
    const child = spawn(command, words, { env: ENV, stdio: 'ignore' })
    return (await new Promise((resolve) => child.once('exit', resolve))) === 0
  }

  /** The cable to the inside is pulled, or put back. */
  plug(state: 'up' | 'down'): void {
    run([...within(this.#gate), 'ip', 'link', 'set', 'inside', state])
  }

  /** Drops every packet, both ways, and tells nobody; or passes them again. */
  silence(on: boolean): void {
    const words = on
      ? ['add', 'rule', 'inet', 'connect', 'silence', 'drop']
      : ['flush', 'chain', 'inet', 'connect', 'silence']
    run([...within(this.#gate), 'nft', ...words])
  }

  [Symbol.dispose](): void {
    for (const holder of [this.#gate, this.#outside]) holder.stdin?.end()
  }
}

/** A namespace lives as long as a process in it: one that ends with this one, because its input does. */
async function newNetwork(): Promise<ChildProcess> {
  const holder = spawn('unshare', ['-n', 'cat'], { env: ENV, stdio: ['pipe', 'ignore', 'inherit'] })
  const own = readlinkSync('/proc/self/ns/net')
  await eventually('a network namespace', () => readlinkSync(`/proc/${holder.pid}/ns/net`) !== own)
  return holder
}

function within({ pid }: ChildProcess): readonly string[] {
  return ['nsenter', '-t', `${pid}`, '-n']
}

function connectTo(where: readonly string[], name: string, { host, firewall }: typeof INSIDE): void {
  run([...where, 'ip', 'address', 'add', `${host}/24`, 'dev', name])
  run([...where, 'ip', 'link', 'set', name, 'up'])
  run([...where, 'ip', 'route', 'add', 'default', 'via', firewall])
}

function run([command = '', ...words]: readonly string[], input?: string): string {
  return execFileSync(command, words, { env: ENV, encoding: 'utf8', ...(input === undefined ? {} : { input }) })
}
