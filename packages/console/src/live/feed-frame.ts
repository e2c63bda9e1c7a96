import type { Changes } from '@smpp-connect/contracts'

/** Reads a `changes` frame; undefined when it is none, which a reader treats as "anything may have changed". */
export function readChanges(data: string): Changes | undefined {
  const frame = readObject(data)
  if (!frame || !isSeq(frame.upTo) || typeof frame.more !== 'boolean') return undefined
  const { messages, conversations, smscs, phones, settings, optOuts, more } = frame
  if (!isIds(messages) || !isIds(conversations) || !isIds(smscs) || !isIds(phones) || !isIds(settings)) return undefined
  if (typeof optOuts !== 'boolean') return undefined
  return { upTo: frame.upTo, messages, conversations, smscs, phones, settings, optOuts, more }
}

/** The seq up to which a heartbeat says the feed has spoken; undefined when it says none. */
export function readHeartbeat(data: string): number | undefined {
  const frame = readObject(data)
  return frame && isSeq(frame.upTo) ? frame.upTo : undefined
}

function readObject(data: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(data)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

function isSeq(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0
}

function isIds(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((id) => typeof id === 'string')
}
