import { readFileSync } from 'node:fs'

function pem(name: string): string {
  return readFileSync(new URL(`certificates/${name}`, import.meta.url), 'utf8')
}

/** Trusted by the tests. */
export const authority = pem('authority.crt')
/** For localhost, signed by the authority. */
export const serverCertificate = { cert: pem('server.crt'), key: pem('server.key') }
/** Signed by the authority. */
export const clientCertificate = { cert: pem('client.crt'), key: pem('client.key') }
/** For localhost, signed by itself. */
export const strangerCertificate = { cert: pem('stranger.crt'), key: pem('stranger.key') }
