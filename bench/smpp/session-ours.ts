import { SmppClient, SmppServer } from '@smpp-connect/smpp'
import { SAMPLE_COUNT, samplePdu } from './sample-pdu.ts'
import type { Role } from './session-role.ts'

/** Our server and our client, used as the book says: an answer per request, a callback per outcome. */
export const ours: Role = {
  async serve() {
    const server = await SmppServer.listen({
      port: 0,
      onBind: () => true,
      onRequest: (request) => ({ messageId: request.command === 'submit_sm' ? '00000001' : '' }),
    })
    return server.address.port
  },

  async drive(port, window) {
    const client = new SmppClient({ host: '127.0.0.1', port, systemId: 'me', password: 'secret', windowSize: window })
    client.start()
    await client.bound()
    const messages = Array.from({ length: SAMPLE_COUNT }, (_value, index) => {
      const { sequenceNumber: _own, ...message } = samplePdu(index)
      return message
    })
    let answered = 0
    let sent = 0
    const send = (): void => {
      client.requestWith<'submit_sm'>(messages[sent++ % SAMPLE_COUNT]!, onOutcome)
    }
    const onOutcome = (outcome: { readonly kind: string }): void => {
      if (outcome.kind !== 'answered') throw new Error(`a request ended as ${outcome.kind}`)
      answered++
      send()
    }
    for (let index = 0; index < window; index++) send()
    return { answered: () => answered }
  },
}

/** As `ours`, with a promise per request. */
export const oursPromises: Role = {
  serve: ours.serve,

  async drive(port, window) {
    const client = new SmppClient({ host: '127.0.0.1', port, systemId: 'me', password: 'secret', windowSize: window })
    client.start()
    await client.bound()
    const messages = Array.from({ length: SAMPLE_COUNT }, (_value, index) => {
      const { sequenceNumber: _own, command: _command, ...message } = samplePdu(index)
      return message
    })
    let answered = 0
    let sent = 0
    const caller = async (): Promise<void> => {
      for (;;) {
        const outcome = await client.submitSm(messages[sent++ % SAMPLE_COUNT]!)
        if (outcome.kind !== 'answered') throw new Error(`a request ended as ${outcome.kind}`)
        answered++
      }
    }
    for (let index = 0; index < window; index++) void caller()
    return { answered: () => answered }
  },
}
