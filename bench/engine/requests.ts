import type { MessageClass } from '@smpp-connect/contracts'
import type { HttpAnswer } from './http-connection.ts'
import { numberOf, SENDER, textOf } from './traffic.ts'

/** Whom the load is for. */
export type Target =
  | {
      readonly kind: 'connect'
      readonly port: number
      readonly key: string
      readonly smscId: string
      /** Texts in a request: 1 goes to `/v1/messages`, more go to `/v1/messages/batch`. */
      readonly perRequest: number
      /** The class of the texts; the API's own choice unless told. */
      readonly messageClass?: MessageClass
    }
  | {
      readonly kind: 'kannel'
      readonly port: number
      readonly userName: string
      readonly password: string
      /** Where Kannel is to tell of receipts. */
      readonly receiptsPort: number
    }

/** A request as it goes to the wire, and the texts that it carries. */
export interface PreparedRequest {
  readonly octets: Buffer
  readonly firstIndex: number
  readonly count: number
}

/** The requests for `count` texts, made beforehand. */
export function prepareRequests(target: Target, firstIndex: number, count: number): readonly PreparedRequest[] {
  const perRequest = target.kind === 'connect' ? target.perRequest : 1
  return Array.from({ length: Math.ceil(count / perRequest) }, (_, at) => {
    const first = firstIndex + at * perRequest
    const size = Math.min(perRequest, count - at * perRequest)
    const octets = target.kind === 'connect' ? connectRequest(target, first, size) : kannelRequest(target, first)
    return { octets, firstIndex: first, count: size }
  })
}

/** How many texts an answer says were accepted. */
export function acceptedBy(target: Target, { status, bodyStart }: HttpAnswer): number {
  if (status !== 202) return 0
  if (target.kind === 'connect' && target.perRequest > 1) return Number(/^\{"accepted":(\d+)/.exec(bodyStart)?.[1] ?? 0)
  return 1
}

function connectRequest(target: Target & { kind: 'connect' }, firstIndex: number, count: number): Buffer {
  const { port, key, smscId, perRequest, messageClass } = target
  const messages = Array.from({ length: count }, (_, at) => {
    const index = firstIndex + at
    return {
      to: `+${numberOf(index)}`,
      from: SENDER,
      text: textOf(index),
      smscId,
      reference: `order-${index}`,
      ...(messageClass === undefined ? {} : { class: messageClass }),
    }
  })
  const body = Buffer.from(JSON.stringify(perRequest === 1 ? messages[0] : { messages }))
  const path = perRequest === 1 ? '/v1/messages' : '/v1/messages/batch'
  const header = [
    `POST ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    `Authorization: Bearer ${key}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
  ]
  return Buffer.concat([Buffer.from(`${header.join('\r\n')}\r\n\r\n`), body])
}

function kannelRequest(target: Target & { kind: 'kannel' }, index: number): Buffer {
  const { port, userName, password, receiptsPort } = target
  const query = new URLSearchParams({
    username: userName,
    password,
    from: SENDER,
    to: numberOf(index),
    text: textOf(index),
    // 1: delivered, 2: not delivered. Those are the final ones.
    'dlr-mask': '3',
    'dlr-url': `http://127.0.0.1:${receiptsPort}/${index}`,
  })
  return Buffer.from(`GET /cgi-bin/sendsms?${query} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`)
}
