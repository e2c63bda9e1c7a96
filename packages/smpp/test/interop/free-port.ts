import { createServer } from 'node:net'

const FIRST = 20_000
/** The kernel hands out ports from 32768 on for port 0 and for outgoing connections: those below are not taken by chance. */
const LAST = 32_000

/**
 * Ports on 127.0.0.1 that nobody listens on, for programs that cannot be told port 0. Somebody else may still be quicker:
 * whoever starts such a program looks whether it could listen, and tries again with others.
 */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>()
  for (let tries = 0; ports.size < count; tries++) {
    if (tries > 1_000) throw new Error(`no ${count} free ports between ${FIRST} and ${LAST}`)
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST))
    if (await isFree(port)) ports.add(port)
  }
  return [...ports]
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)))
  })
}
