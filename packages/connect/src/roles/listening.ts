import { StartRefused } from './start-refused.ts'

/** Turns "address in use" and the like into words that say what to do. `flag` names the place. */
export async function orRefused(
  what: string,
  host: string,
  port: number,
  flag: string,
  listen: () => Promise<unknown>,
): Promise<void> {
  try {
    await listen()
  } catch (failure) {
    const { code } = failure as NodeJS.ErrnoException
    const place = `${host} port ${port}`
    const choose = `Name another with ${flag}, or 0 for any that is free.`
    if (code === 'EADDRINUSE') {
      throw new StartRefused(`Another program listens on ${place}, which ${what} should use. ${choose}`)
    }
    if (code === 'EACCES') throw new StartRefused(`You may not listen on ${place}, which ${what} should use. ${choose}`)
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new StartRefused(`This machine has no address ${host}, on which ${what} should listen.`)
    }
    throw failure
  }
}

/** An address that a browser on this machine understands. */
export function urlOf(host: string, port: number): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host
  return `http://${reachable}:${port}`
}
