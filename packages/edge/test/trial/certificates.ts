import { readFileSync } from 'node:fs'

function pem(name: string): string {
  return readFileSync(new URL(`certificates/${name}`, import.meta.url), 'utf8')
}

export interface ServerCertificate {
  readonly cert: string
  readonly key: string
}

function certificate(name: string): ServerCertificate {
  return { cert: pem(`${name}.crt`), key: pem(`${name}.key`) }
}

/** Trusted by the tests. It has signed all but the stranger's. */
export const AUTHORITY = pem('authority.crt')
/** For localhost. */
export const GOOD = certificate('good')
/** For localhost, until 2020. */
export const EXPIRED = certificate('expired')
/** For localhost, from 2119 on. */
export const EARLY = certificate('early')
/** For smpp.elsewhere.example. */
export const ELSEWHERE = certificate('elsewhere')
/** For localhost, signed by itself. */
export const STRANGER = certificate('stranger')
