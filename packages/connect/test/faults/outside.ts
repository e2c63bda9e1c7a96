import { decodePdu, Framer, type Pdu, userDataOf } from '@smpp-connect/smpp'
import type { DiskRecord } from '@smpp-connect/testkit'
import { HttpResponses } from './http-responses.ts'

/** Something that the outside was told, and that therefore must not be forgotten. */
export type Told =
  /** A 202 for a text. */
  | { readonly kind: 'accepted'; readonly id: string; readonly to: string }
  /** A submit_sm went out. */
  | { readonly kind: 'submitted'; readonly to: string; readonly part: number }
  /** A receipt got its OK. */
  | { readonly kind: 'receipt'; readonly to: string; readonly smscMessageId: string }
  /** The last part of a person's text got its OK. */
  | { readonly kind: 'text'; readonly from: string }

/** bits 5-2 of esm_class: a receipt (3.4 section 5.2.12). */
const RECEIPT = 0x04

/**
 * Reads from the octets on the sockets of a Connect what it told the outside: over HTTP to clients, over SMPP to the SMSC.
 */
export class Outside {
  readonly #httpPort: number
  readonly #smscPort: number
  readonly #responses = new Map<string, HttpResponses>()
  readonly #framers = new Map<string, Framer>()
  /** deliver_sm that have come and are not answered, by stream and sequence number. */
  readonly #deliveries = new Map<string, Pdu>()
  /** Parts of each person's text that got their OK. */
  readonly #okParts = new Map<string, number>()

  constructor(ports: { readonly http: number; readonly smsc: number }) {
    this.#httpPort = ports.http
    this.#smscPort = ports.smsc
  }

  /** What was told with this record. */
  take(record: DiskRecord): readonly Told[] {
    if (record.kind !== 'sent' && record.kind !== 'received') return []
    const stream = `${record.stream} ${record.localPort} ${record.remotePort}`
    if (record.localPort === this.#httpPort) return record.kind === 'sent' ? this.#answered(stream, record.data) : []
    if (record.remotePort !== this.#smscPort) return []
    return this.#pdus(`${stream} ${record.kind}`, record.data).flatMap((pdu) =>
      record.kind === 'sent' ? this.#sent(stream, pdu) : this.#came(stream, pdu),
    )
  }

  #answered(stream: string, data: Uint8Array): readonly Told[] {
    const responses = this.#responses.get(stream) ?? new HttpResponses()
    this.#responses.set(stream, responses)
    return responses.take(data).flatMap(({ status, body }) => {
      if (status !== 202) return []
      const { id, to } = JSON.parse(body) as { readonly id: string; readonly to: string }
      return [{ kind: 'accepted', id, to }]
    })
  }

  #pdus(key: string, data: Uint8Array): readonly Pdu[] {
    const framer = this.#framers.get(key) ?? new Framer()
    this.#framers.set(key, framer)
    return framer.push(data).frames.flatMap((frame) => {
      const outcome = decodePdu(frame)
      return outcome.kind === 'pdu' ? [outcome.pdu] : []
    })
  }

  #came(stream: string, pdu: Pdu): readonly Told[] {
    if (pdu.command === 'deliver_sm') this.#deliveries.set(`${stream} ${pdu.sequenceNumber}`, pdu)
    return []
  }

  #sent(stream: string, pdu: Pdu): readonly Told[] {
    if (pdu.command === 'submit_sm') {
      const part = userDataOf(pdu).concatenation?.sequence ?? 1
      return [{ kind: 'submitted', to: `+${pdu.destinationAddr}`, part }]
    }
    if (pdu.command !== 'deliver_sm_resp' || pdu.commandStatus !== 0) return []
    const delivery = this.#deliveries.get(`${stream} ${pdu.sequenceNumber}`)
    return delivery?.command === 'deliver_sm' ? this.#acknowledged(delivery) : []
  }

  #acknowledged(delivery: Extract<Pdu, { command: 'deliver_sm' }>): readonly Told[] {
    const from = `+${delivery.sourceAddr}`
    if ((delivery.esmClass & 0x3c) === RECEIPT) {
      return [{ kind: 'receipt', to: from, smscMessageId: delivery.tlvs.receiptedMessageId ?? '' }]
    }
    const { concatenation } = userDataOf(delivery)
    const ok = (this.#okParts.get(from) ?? 0) + 1
    this.#okParts.set(from, ok)
    return ok === (concatenation?.total ?? 1) ? [{ kind: 'text', from }] : []
  }
}
