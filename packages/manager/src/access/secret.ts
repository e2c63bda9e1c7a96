import { hash } from 'node:crypto'
import type { Random } from '@smpp-connect/kernel'

/** SHA-256, hexadecimal. Enough for secrets that are random; passwords need the slow hash. */
export function digest(secret: string): string {
  return hash('sha256', secret, 'hex')
}

/** A secret of 32 random octets, fit for addresses and cookies. */
export function newSecret(random: Random): string {
  return Buffer.from(random.octets(32)).toString('base64url')
}
