import { type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import type { Random } from '@smpp-connect/kernel'

/** Cost of a hash: memory is 128 × 2^costLog2 × blockSize octets, time grows with all three. */
export interface PasswordCost {
  readonly costLog2: number
  readonly blockSize: number
  readonly parallel: number
}

/** 32 MiB, three passes: as strong as the OWASP password storage sheet asks of scrypt, and bearable on a small machine. */
export const PASSWORD_COST: PasswordCost = { costLog2: 15, blockSize: 8, parallel: 3 }

const HASH_OCTETS = 32
const SALT_OCTETS = 16
const FORM = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,3}),p=(\d{1,3})\$([A-Za-z0-9+/]{8,})\$([A-Za-z0-9+/]{16,})$/

/** Hashes of passwords, in the form `$scrypt$ln=15,r=8,p=3$salt$hash`, so that the cost can be raised later. */
export class Passwords {
  readonly #random: Random
  readonly #cost: PasswordCost
  readonly #decoy: string

  constructor(random: Random, cost: PasswordCost = PASSWORD_COST) {
    this.#random = random
    this.#cost = cost
    this.#decoy = form(cost, random.octets(SALT_OCTETS), random.octets(HASH_OCTETS))
  }

  async hash(password: string): Promise<string> {
    const salt = this.#random.octets(SALT_OCTETS)
    return form(this.#cost, salt, await derive(password, salt, this.#cost, HASH_OCTETS))
  }

  /** Whether the password is the one. Without a hash, for a name that is unknown, it takes as long and says no. */
  async verify(password: string, hash: string | undefined): Promise<boolean> {
    const match = FORM.exec(hash ?? this.#decoy)
    if (!match) throw new Error('a stored password hash is not of a form that is known')
    const [, costLog2, blockSize, parallel, salt = '', wanted = ''] = match
    const cost = { costLog2: Number(costLog2), blockSize: Number(blockSize), parallel: Number(parallel) }
    const expected = Buffer.from(wanted, 'base64')
    const found = await derive(password, Buffer.from(salt, 'base64'), cost, expected.length)
    return timingSafeEqual(found, expected) && hash !== undefined
  }
}

/** Composed and decomposed letters are one password: keyboards differ in which they send. */
function derive(password: string, salt: Uint8Array, cost: PasswordCost, length: number): Promise<Buffer> {
  const N = 2 ** cost.costLog2
  const options: ScryptOptions = { N, r: cost.blockSize, p: cost.parallel, maxmem: 256 * N * cost.blockSize }
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, length, options, (failure, key) => {
      if (failure) reject(failure)
      else resolve(key)
    })
  })
}

function form(cost: PasswordCost, salt: Uint8Array, hash: Uint8Array): string {
  return `$scrypt$ln=${cost.costLog2},r=${cost.blockSize},p=${cost.parallel}$${base64(salt)}$${base64(hash)}`
}

function base64(octets: Uint8Array): string {
  return Buffer.from(octets).toString('base64').replace(/=+$/, '')
}
