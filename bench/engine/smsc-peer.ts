import type { Socket } from 'node:net'
import { encodePdu } from '@smpp-connect/smpp'
import { ANSWER_OCTETS, RECEIPT_OCTETS, writeAnswer, writeReceipt } from './smsc-receipts.ts'
import type { SmscTally } from './smsc-tally.ts'

const BIND_COMMANDS: ReadonlySet<number> = new Set([0x01, 0x02, 0x09])
const SUBMIT_SM = 0x04
const DELIVER_SM_RESP = 0x8000_0005
const ENQUIRE_LINK = 0x15
const UNBIND = 0x06
const RESPONSE = 0x8000_0000
/** How long until a receipt that was refused for now is sent again. */
const AGAIN_MS = 100

/** How the SMSC behaves for now, and where it notes what it sees. */
export interface SmscRun {
  /** How long after a submit_sm its answer leaves: stands for the way to a far SMSC and back. */
  readonly answerAfterMs: number
  /** Receipts that may be unanswered at a time. */
  readonly receiptWindow: number
  readonly tally: SmscTally
}

/**
 * One bind, seen from the SMSC: OK to everything, and a receipt right behind each answer. It costs next to nothing, as
 * it must on a machine that also runs what is measured: PDUs are found by their command_length, of a submit_sm only the
 * destination is read, and answers and receipts are copies of octets made beforehand.
 */
export class SmscPeer {
  readonly #socket: Socket
  readonly #run: () => SmscRun
  #held: Buffer = Buffer.alloc(0)
  #sequenceNumber = 0
  #unansweredReceipts = 0
  readonly #waiting = new ReceiptLine()
  /** What was sent and not answered, to send it again if it is refused: by sequence number. */
  readonly #sent = new Map<number, readonly [id: number, number: number]>()

  /** `run` gives the run under way: a bind outlives it. */
  constructor(socket: Socket, run: () => SmscRun) {
    this.#socket = socket
    this.#run = run
    socket.on('data', (chunk: Buffer) => this.#read(chunk))
    socket.on('error', () => socket.destroy())
  }

  #read(chunk: Buffer): void {
    const octets = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk])
    const submits: number[] = []
    let at = 0
    while (octets.length - at >= 16) {
      const length = octets.readUInt32BE(at)
      if (octets.length - at < length) break
      const command = octets.readUInt32BE(at + 4)
      if (command === SUBMIT_SM) submits.push(at)
      else if (command === DELIVER_SM_RESP) this.#receiptAnswered(octets, at)
      else this.#control(command, octets, at)
      at += length
    }
    if (submits.length > 0) this.#submitted(octets, submits)
    this.#held = octets.subarray(at)
    this.#sendReceipts()
  }

  #submitted(octets: Buffer, submits: readonly number[]): void {
    const { tally, answerAfterMs } = this.#run()
    const answers = Buffer.allocUnsafe(submits.length * ANSWER_OCTETS)
    const receipts: number[] = []
    for (const [order, at] of submits.entries()) {
      const numberAt = destinationAt(octets, at)
      const id = tally.submitted(octets, numberAt)
      writeAnswer(answers, order * ANSWER_OCTETS, octets, at, id)
      receipts.push(id, digitsAt(octets, numberAt))
    }
    if (answerAfterMs === 0) {
      this.#socket.write(answers)
      this.#waiting.add(receipts)
      return
    }
    const arrivedMs = performance.now()
    setTimeout(() => {
      tally.answered(submits.length, performance.now() - arrivedMs)
      this.#socket.write(answers)
      this.#waiting.add(receipts)
      this.#sendReceipts()
    }, answerAfterMs)
  }

  #sendReceipts(): void {
    const { tally, receiptWindow } = this.#run()
    const count = Math.min(receiptWindow - this.#unansweredReceipts, this.#waiting.count)
    if (count <= 0) return
    const receipts = Buffer.allocUnsafe(count * RECEIPT_OCTETS)
    for (let order = 0; order < count; order++) {
      const id = this.#waiting.take()
      const number = this.#waiting.take()
      this.#sequenceNumber = (this.#sequenceNumber % 0x7fff_ffff) + 1
      this.#sent.set(this.#sequenceNumber, [id, number])
      writeReceipt(receipts, order * RECEIPT_OCTETS, this.#sequenceNumber, id, number)
    }
    this.#unansweredReceipts += count
    tally.receiptsSent += count
    this.#socket.write(receipts)
  }

  #receiptAnswered(octets: Buffer, at: number): void {
    const sequenceNumber = octets.readUInt32BE(at + 12)
    const sent = this.#sent.get(sequenceNumber)
    if (!sent) return
    this.#sent.delete(sequenceNumber)
    this.#unansweredReceipts -= 1
    const { tally } = this.#run()
    if (octets.readUInt32BE(at + 8) === 0) {
      tally.receiptStored()
      return
    }
    tally.receiptsRefused += 1
    setTimeout(() => {
      this.#waiting.add(sent)
      this.#sendReceipts()
    }, AGAIN_MS)
  }

  #control(command: number, octets: Buffer, at: number): void {
    const sequenceNumber = octets.readUInt32BE(at + 12)
    if (BIND_COMMANDS.has(command)) {
      // The three bind commands are answered alike but for the command_id (3.4 section 4.1).
      const bound = Buffer.from(
        encodePdu({
          command: 'bind_transceiver_resp',
          sequenceNumber,
          systemId: 'bench',
          tlvs: { scInterfaceVersion: 0x34 },
        }),
      )
      bound.writeUInt32BE(command + RESPONSE, 4)
      this.#socket.write(bound)
    } else if (command === ENQUIRE_LINK) this.#socket.write(encodePdu({ command: 'enquire_link_resp', sequenceNumber }))
    else if (command === UNBIND) this.#socket.end(encodePdu({ command: 'unbind_resp', sequenceNumber }))
  }
}

/** Receipts that wait for the window: message id and number, one after the other. */
class ReceiptLine {
  #values: number[] = []
  #next = 0

  get count(): number {
    return (this.#values.length - this.#next) / 2
  }

  add(values: readonly number[]): void {
    if (this.#next === this.#values.length) {
      this.#values = []
      this.#next = 0
    }
    for (const value of values) this.#values.push(value)
  }

  take(): number {
    return this.#values[this.#next++]!
  }
}

/** Where the destination of the submit_sm at `at` begins (3.4 section 4.4.1). */
function destinationAt(octets: Buffer, at: number): number {
  const afterServiceType = octets.indexOf(0, at + 16) + 1
  const afterSource = octets.indexOf(0, afterServiceType + 2) + 1
  return afterSource + 2
}

function digitsAt(octets: Buffer, at: number): number {
  let value = 0
  for (let place = at; octets[place] !== 0; place++) value = value * 10 + octets[place]! - 0x30
  return value
}
