import type { Firewall } from './firewall.ts'

/** Where the processes of a site stand, and how they find each other. */
export interface Networks {
  readonly insideHost: string
  /** Of the edges and the SMSC. */
  readonly outsideHost: string
  /** What a process outside is run with. */
  readonly outside: readonly string[]
  /** Whether all of it is one machine, so that proxies can stand in between. */
  readonly hasProxies: boolean
  readonly firewall?: Firewall
}

export const LOOPBACK: Networks = {
  insideHost: '127.0.0.1',
  outsideHost: '127.0.0.1',
  outside: [],
  hasProxies: true,
}
