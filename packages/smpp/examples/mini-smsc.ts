// A small SMSC: takes every text, sends a receipt for it, and echoes it back as if the phone had answered.
// Usage: node mini-smsc.ts [port [password]]
import { formatReceipt, type PduFields, SmppServer, type SmppSession, verifyPassword } from '@smpp-connect/smpp'

const [port = '2775', password = 'secret'] = process.argv.slice(2)
let count = 0

const server = await SmppServer.listen({
  port: Number(port),
  systemId: 'mini-smsc',
  onBind: (attempt) => verifyPassword(attempt.password, password) || 'ESME_RINVPASWD',
  onSession: (session) => console.log(`${session.bindRequest?.systemId} bound as ${session.state}`),
  onSessionEnd: (session, end) => console.log(`${session.remote.address} left: ${end.reason}`),
  onRequest: (request, session) => {
    if (request.command !== 'submit_sm') return 'ESME_RINVCMDID'
    const messageId = String(++count)
    const phone = { sourceAddr: request.destinationAddr, destinationAddr: request.sourceAddr }
    const { shortMessage, dataCoding, esmClass } = request
    console.log(`${messageId}: ${request.sourceAddr} → ${request.destinationAddr}`)
    setImmediate(async () => {
      if ((request.registeredDelivery & 1) === 1) await deliver(session, { ...phone, ...receiptOf(messageId) })
      await deliver(session, { ...phone, shortMessage, dataCoding, esmClass: esmClass & 0x40 })
    })
    return { messageId }
  },
})
console.log(`listening on ${server.address.host}:${server.address.port}`)
process.once('SIGINT', () => void server.close())

function receiptOf(id: string): { readonly esmClass: number; readonly shortMessage: Uint8Array } {
  const text = formatReceipt({ id, state: 'DELIVERED', submitUtcMs: Date.now(), doneUtcMs: Date.now() })
  return { esmClass: 0x04, shortMessage: new TextEncoder().encode(text) }
}

async function deliver(session: SmppSession, fields: PduFields<'deliver_sm'>): Promise<void> {
  const outcome = await session.request({ ...fields, command: 'deliver_sm' })
  if (outcome.kind !== 'answered') console.log(`deliver_sm ${outcome.kind}`)
}
