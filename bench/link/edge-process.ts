// The edge of bench/link/link.ts, in a process of its own: dials the manager and answers what it is given.
import { silentLog, systemClock, systemRandom } from '@smpp-connect/kernel'
import { Dialler, dialTls, EdgeLink, loadCredentials } from '@smpp-connect/link'
import { BenchEdge } from './bench-edge.ts'

const [port, window, file] = process.argv.slice(2)
const credentials = loadCredentials(String(file))
if (!credentials) throw new Error(`there are no credentials in ${file}`)
const parts = { clock: systemClock, random: systemRandom, log: silentLog }
const link = new EdgeLink({ ...parts, edgeId: 'bench', productVersion: '0.1.0' })
link.join(new BenchEdge(link, Number(window)))
const dialler = new Dialler({
  ...parts,
  dial: (signal) =>
    dialTls(
      {
        host: '127.0.0.1',
        port: Number(port),
        credentials: () => credentials,
        expected: { role: 'manager', isRevoked: () => false },
      },
      signal,
    ),
  accept: (connection) => link.accept(connection),
})
await dialler.start()

// The parent asks for the CPU time that was used since it last asked.
let before = process.cpuUsage()
process.on('message', () => {
  process.send?.(process.cpuUsage(before))
  before = process.cpuUsage()
})
process.on('disconnect', () => process.exit())
