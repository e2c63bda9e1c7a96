// Sends one text and says what came of it.
// Usage: node send-text.ts smpp://user:password@host:2775 +447700900123 'The text' [sender]
import { parseAddress, parseSmppUrl, planText, SmppClient, statusInfo } from '@smpp-connect/smpp'

const [url = '', to = '', text = '', from = 'Example'] = process.argv.slice(2)
const destination = parseAddress(to)
const source = parseAddress(from)
const plan = planText(text)
if (destination.kind === 'invalid' || source.kind === 'invalid' || plan.kind === 'refused') {
  console.error('Usage: node send-text.ts smpp://user:password@host:2775 +447700900123 "The text" [sender]')
  process.exit(2)
}

const client = new SmppClient({ ...parseSmppUrl(url), reconnect: false })
client.start()
await client.bound()
for (const part of plan.parts) {
  const outcome = await client.submitSm({
    sourceAddrTon: source.address.ton,
    sourceAddrNpi: source.address.npi,
    sourceAddr: source.address.address,
    destAddrTon: destination.address.ton,
    destAddrNpi: destination.address.npi,
    destinationAddr: destination.address.address,
    esmClass: part.esmClassBits,
    dataCoding: plan.dataCoding,
    registeredDelivery: 1,
    shortMessage: part.payload,
    tlvs: part.tlvs,
  })
  if (outcome.kind === 'answered') console.log(`taken by the SMSC as ${outcome.response.messageId}`)
  else if (outcome.kind === 'refused') console.log(`refused: ${statusInfo(outcome.status).meaning}`)
  else console.log(`${outcome.kind}: ${outcome.reason}`)
}
await client.close()
