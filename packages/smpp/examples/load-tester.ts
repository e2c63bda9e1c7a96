// Sends texts as fast as window and pace allow, and prints the rate, the latency and how the requests ended.
// Usage: node load-tester.ts smpp://user:password@host:2775?window=100 [count [per second]]
import { parseSmppUrl, type RequestOutcome, SmppClient } from '@smpp-connect/smpp'

const [url = '', count = '10000', perSecond] = process.argv.slice(2)
const total = Number(count)
const client = new SmppClient({
  ...parseSmppUrl(url),
  ...(perSecond === undefined ? {} : { pace: { perSecond: Number(perSecond) } }),
  reconnect: false,
})
client.start()
await client.bound()

const ended: Record<RequestOutcome['kind'], number> = { answered: 0, refused: 0, notSent: 0, uncertain: 0, expired: 0 }
const latenciesMs: number[] = []
const shortMessage = new TextEncoder().encode('Load test')
const startedMs = performance.now()
for (let index = 0; index < total; index++) {
  // Waits while the window is full, so that a million texts need no more memory than a hundred.
  await client.room()
  const destinationAddr = `4477009${String(index % 100_000).padStart(5, '0')}`
  client.requestWith({ command: 'submit_sm', destinationAddr, shortMessage }, (outcome) => {
    ended[outcome.kind]++
    if (outcome.kind === 'answered' || outcome.kind === 'refused') latenciesMs.push(outcome.latencyMs)
  })
}
await client.drain()
const seconds = (performance.now() - startedMs) / 1_000
latenciesMs.sort((one, other) => one - other)
const percentile = (share: number): string => (latenciesMs[Math.floor(latenciesMs.length * share)] ?? 0).toFixed(1)
console.log(`${Math.round(total / seconds)} per second; ${JSON.stringify(ended)}`)
console.log(`latency: half within ${percentile(0.5)} ms, 99 % within ${percentile(0.99)} ms`)
await client.close()
