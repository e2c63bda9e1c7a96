import { readFileSync } from 'node:fs'

/** What a server shows; PEM. */
export interface TestCertificate {
  readonly cert: string
  readonly key: string
}

/**
 * Servers by what is the matter with their certificate: `good` (for localhost), `expired` (in 2020), `early` (from 2119 on),
 * `elsewhere` (for smpp.elsewhere.example), and `stranger` (signed by itself). The authority has signed all others.
 */
export function testCertificate(name: 'good' | 'expired' | 'early' | 'elsewhere' | 'stranger'): TestCertificate {
  return { cert: pem(`${name}.crt`), key: pem(`${name}.key`) }
}

/** To be trusted by tests. */
export function testAuthority(): string {
  return pem('authority.crt')
}

/** Made by `certificates/make.sh`. */
function pem(name: string): string {
  return readFileSync(new URL(`certificates/${name}`, import.meta.url), 'utf8')
}
