// Prints the texts and receipts that come in, long texts joined, until it is stopped.
// Usage: node receive.ts smpp://user:password@host:2775
import { parseReceipt, parseSmppUrl, Reassembler, SmppClient, textOf, userDataOf } from '@smpp-connect/smpp'

const reassembler = new Reassembler<undefined>({})
const client = new SmppClient({
  ...parseSmppUrl(process.argv[2] ?? 'smpp://me:secret@localhost:2775'),
  bindType: 'receiver',
  onState: (state) => console.error(`${state.kind}: ${state.reason}`),
  onRequest: (request) => {
    if (request.command !== 'deliver_sm') return 'ESME_RINVCMDID'
    const { sourceAddr: source, destinationAddr: destination, dataCoding } = request
    const receipt = parseReceipt(request)
    const { concatenation, body, header } = userDataOf(request)
    if (receipt !== undefined) console.log(`${receipt.id} ${receipt.state ?? receipt.stat}`)
    else if (concatenation === undefined) console.log(`${source}: ${textOf(request)}`)
    else {
      const shift = header === undefined ? {} : { header }
      const part = { source, destination, concatenation, body, dataCoding, ...shift, tag: undefined }
      const outcome = reassembler.offer(part, performance.now())
      if (outcome.kind === 'joined') console.log(`${source}: ${outcome.message.text}`)
    }
    return undefined
  },
})
client.start()
process.once('SIGINT', () => void client.close())
