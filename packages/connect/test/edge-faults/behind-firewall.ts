// Injects faults on a site whose manager stands behind a firewall, in network namespaces: it runs as a process that is the
// root of its own (`unshare -r -n`), and tells its parent what came of it.
import { fork } from 'node:child_process'
import { EDGE_FAULTS } from './every-fault.ts'
import { Firewall } from './firewall.ts'
import { type FaultRunOptions, type FaultRunResult, runFaults } from './run-faults.ts'

export interface BehindFirewallOptions extends Pick<FaultRunOptions, 'rounds' | 'scale' | 'seed' | 'say'> {
  /** Of `FIREWALL_FAULTS`. */
  readonly names: readonly string[]
}

type Said = { readonly line: string } | { readonly result: FaultRunResult } | { readonly failure: string }

if (import.meta.main) await main()

/** Needs what `skipWithoutNamespaces` asks for. */
export async function runBehindFirewall({ say, ...options }: BehindFirewallOptions): Promise<FaultRunResult> {
  const child = fork(import.meta.filename, [JSON.stringify(options)], {
    serialization: 'advanced',
    execPath: 'unshare',
    execArgv: ['-r', '-n', process.execPath],
  })
  return new Promise((resolve, reject) => {
    child.on('message', (said: Said) => {
      if ('line' in said) say?.(said.line)
      else if ('result' in said) resolve(said.result)
      else reject(new Error(said.failure))
    })
    child.on('exit', (code, signal) => reject(new Error(`it ended with ${code ?? signal} and no result`)))
  })
}

async function main(): Promise<void> {
  const { names, ...options } = JSON.parse(process.argv[2] ?? '{}') as BehindFirewallOptions
  const tell = (said: Said): Promise<void> => new Promise((resolve) => process.send?.(said, () => resolve()))
  using firewall = await Firewall.raise()
  try {
    const result = await runFaults({
      ...options,
      faults: names.flatMap((name) => EDGE_FAULTS[name] ?? []),
      dials: 'manager',
      networks: firewall.networks,
      say: (line) => void tell({ line }),
    })
    await tell({ result })
  } catch (failure) {
    await tell({ failure: failure instanceof Error ? (failure.stack ?? failure.message) : String(failure) })
  }
  process.disconnect?.()
}
