// Binds over TLS with a client certificate, shows what was agreed on, and unbinds.
// Usage: node tls.ts smpps://user:password@host:3550 [authority.crt [client.crt client.key]]
import { readFileSync } from 'node:fs'
import { parseSmppUrl, SmppClient } from '@smpp-connect/smpp'

const [url = '', authority, certificate, key] = process.argv.slice(2)

const client = new SmppClient({
  ...parseSmppUrl(url),
  // Asked anew for each connection: replace the files, and the next connection uses them.
  tls: () => ({
    ...(authority === undefined ? {} : { ca: readFileSync(authority, 'utf8') }),
    ...(certificate === undefined ? {} : { cert: readFileSync(certificate, 'utf8') }),
    ...(key === undefined ? {} : { key: readFileSync(key, 'utf8') }),
  }),
  reconnect: false,
  onState: (state) => console.log(`${state.kind}: ${state.reason}`),
})
client.start()
const session = await client.bound()
console.log(`encrypted: ${session.secure}, SMPP ${session.version}, ${session.state}`)
await client.close()
