import type { ConnectEvent, EventDetail } from '@smpp-connect/contracts'
import { type Packed, Unpacker } from './packed.ts'

const NO_OCTETS = new Uint8Array(0)

export function packEvents(events: readonly ConnectEvent[]): Packed {
  const values: unknown[] = []
  for (const { seq, atMs, kind, messageId, part, conversationId, smscId, detail } of events) {
    values.push(seq, atMs, kind, messageId, part, conversationId, smscId)
    const entries = Object.entries(detail)
    values.push(entries.length)
    for (const [name, value] of entries) values.push(name, value)
  }
  return { values, octets: NO_OCTETS }
}

export function unpackEvents(packed: Packed): readonly ConnectEvent[] {
  const from = new Unpacker(packed)
  const events: ConnectEvent[] = []
  while (!from.isEmpty) {
    events.push({
      seq: from.take(),
      atMs: from.take(),
      kind: from.take(),
      messageId: from.take(),
      part: from.take(),
      conversationId: from.take(),
      smscId: from.take(),
      detail: detail(from),
    })
  }
  return events
}

function detail(from: Unpacker): EventDetail {
  const fields: Record<string, EventDetail[string]> = {}
  for (let left = from.take<number>(); left > 0; left--) {
    const name = from.take<string>()
    fields[name] = from.take()
  }
  return fields
}
