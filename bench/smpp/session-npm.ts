import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { SAMPLE_COUNT, samplePdu } from './sample-pdu.ts'
import type { Role } from './session-role.ts'

interface NpmPdu {
  response(fields?: object): NpmPdu
  readonly command_status: number
}

interface NpmSession {
  on(event: string, listener: (pdu: NpmPdu) => void): void
  send(pdu: NpmPdu): void
  bind_transceiver(fields: object, onResponse: (pdu: NpmPdu) => void): void
  submit_sm(fields: object, onResponse: (pdu: NpmPdu) => void): void
}

interface NpmSmpp {
  createServer(onSession: (session: NpmSession) => void): {
    listen(port: number, host: string): void
    address(): AddressInfo
    once(event: string, listener: () => void): void
  }
  connect(options: { readonly host: string; readonly port: number }, onConnect: () => void): NpmSession
}

const smpp = createRequire(import.meta.url)('smpp') as NpmSmpp

/** npm `smpp`, used as its own page says. */
export const npm: Role = {
  serve() {
    const server = smpp.createServer((session) => {
      session.on('bind_transceiver', (pdu) => session.send(pdu.response({ system_id: 'smsc' })))
      session.on('submit_sm', (pdu) => session.send(pdu.response({ message_id: '00000001' })))
    })
    return new Promise((resolve) => {
      server.once('listening', () => resolve(server.address().port))
      server.listen(0, '127.0.0.1')
    })
  },

  async drive(port, window) {
    const session = await new Promise<NpmSession>((resolve) => {
      const connecting = smpp.connect({ host: '127.0.0.1', port }, () => resolve(connecting))
    })
    await new Promise<void>((resolve) =>
      session.bind_transceiver({ system_id: 'me', password: 'secret' }, () => resolve()),
    )
    const messages = Array.from({ length: SAMPLE_COUNT }, (_value, index) => {
      const sample = samplePdu(index)
      return {
        source_addr_ton: 1,
        source_addr_npi: 1,
        source_addr: sample.sourceAddr,
        dest_addr_ton: 1,
        dest_addr_npi: 1,
        destination_addr: sample.destinationAddr,
        registered_delivery: 1,
        short_message: Buffer.from(sample.shortMessage!),
        user_message_reference: sample.tlvs!.userMessageReference,
        sar_msg_ref_num: sample.tlvs!.sarMsgRefNum,
        sar_total_segments: 3,
      }
    })
    let answered = 0
    let sent = 0
    const send = (): void => session.submit_sm(messages[sent++ % SAMPLE_COUNT]!, onResponse)
    const onResponse = (pdu: NpmPdu): void => {
      if (pdu.command_status !== 0) throw new Error(`refused with ${pdu.command_status}`)
      answered++
      send()
    }
    for (let index = 0; index < window; index++) send()
    return { answered: () => answered }
  },
}
