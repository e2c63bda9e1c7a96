import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { encodePdu, type PduInput } from '@smpp-connect/smpp'
import { samplePdu } from './sample-pdu.ts'
import type { Role } from './session-role.ts'

// The same octets as a session's, over plain sockets, with next to no work: requests of 207 octets, answers of 25. As
// peer of a real server or client it costs next to nothing: it knows the lengths, writes octets made beforehand, and
// touches only the sequence numbers of answers, where the other side needs them.

const requestOctets = 207
const answer = Buffer.from(encodePdu({ command: 'submit_sm_resp', sequenceNumber: 1, messageId: '00000001' }))
/** Most requests written at once; windows beyond it are not used here. */
const maxBatch = 1_000

/** Cuts a stream into pieces of one length; tells how many are whole. */
function pieces(socket: Socket, octets: number, onPieces: (count: number) => void): void {
  let held = 0
  socket.on('data', (chunk) => {
    held += chunk.length
    const count = Math.floor(held / octets)
    held -= count * octets
    if (count > 0) onPieces(count)
  })
}

/** Bare TCP on both ends. */
export const bare: Role = {
  serve() {
    const answers = Buffer.concat(Array.from({ length: maxBatch }, () => answer))
    return listen((socket) =>
      pieces(socket, requestOctets, (count) => socket.write(answers.subarray(0, count * answer.length))),
    )
  },

  async drive(port, window) {
    const socket = await dial(port)
    return load(socket, window)
  },
}

/** Bare TCP, but PDU by PDU: each is found by its command_length, and answered under its number. */
export const barePdus: Role = {
  serve: () => listen((socket) => answerEach(socket)),

  async drive(port, window) {
    const socket = await dial(port)
    let sequenceNumber = 0
    const request = Buffer.from(encodePdu(samplePdu(0)))
    const send = (count: number): void => {
      const requests = Buffer.allocUnsafe(count * requestOctets)
      for (let at = 0; at < count; at++) {
        request.copy(requests, at * requestOctets)
        requests.writeUInt32BE(++sequenceNumber, at * requestOctets + 12)
      }
      socket.write(requests)
    }
    let answered = 0
    let held: Buffer = Buffer.alloc(0)
    socket.on('data', (chunk: Buffer) => {
      const all = held.length === 0 ? chunk : Buffer.concat([held, chunk])
      let at = 0
      let count = 0
      while (all.length - at >= 16 && all.length - at >= all.readUInt32BE(at)) {
        at += all.readUInt32BE(at)
        count++
      }
      held = all.subarray(at)
      answered += count
      if (count > 0) send(count)
    })
    send(window)
    return { answered: () => answered }
  },
}

/** A peer for a real client: binds it, and answers each request under its number. */
export const answerer: Role = {
  serve() {
    const bound = Buffer.from(encodePdu({ command: 'bind_transceiver_resp', sequenceNumber: 1, systemId: 'smsc' }))
    return listen((socket) => {
      socket.once('data', (bind: Buffer) => {
        bind.copy(bound, 12, 12, 16)
        socket.write(bound)
        answerEach(socket)
      })
    })
  },

  drive: () => Promise.reject(new Error('the answerer only answers')),
}

/** A peer for a real server: binds, and sends requests made beforehand. */
export const asker: Role = {
  serve: () => Promise.reject(new Error('the asker only asks')),

  async drive(port, window) {
    const socket = await dial(port)
    const bind: PduInput = { command: 'bind_transceiver', sequenceNumber: 1, systemId: 'me', password: 'secret' }
    socket.write(encodePdu(bind))
    await new Promise<void>((resolve) => socket.once('data', () => resolve()))
    return load(socket, window)
  },
}

function answerEach(socket: Socket): void {
  let held: Buffer = Buffer.alloc(0)
  socket.on('data', (chunk: Buffer) => {
    const all = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    const answers: Buffer[] = []
    let at = 0
    while (all.length - at >= 16 && all.length - at >= all.readUInt32BE(at)) {
      const own = Buffer.from(answer)
      all.copy(own, 12, at + 12, at + 16)
      answers.push(own)
      at += all.readUInt32BE(at)
    }
    held = all.subarray(at)
    if (answers.length > 0) socket.write(Buffer.concat(answers))
  })
}

function load(socket: Socket, window: number): { readonly answered: () => number } {
  const requests = Buffer.concat(Array.from({ length: window }, (_value, index) => encodePdu(samplePdu(index % 1_000))))
  let answered = 0
  pieces(socket, answer.length, (count) => {
    answered += count
    socket.write(requests.subarray(0, count * requestOctets))
  })
  socket.write(requests)
  return { answered: () => answered }
}

function listen(onSocket: (socket: Socket) => void): Promise<number> {
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => socket.destroy())
    onSocket(socket)
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}

function dial(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true }, () => resolve(socket))
    socket.once('error', reject)
  })
}
