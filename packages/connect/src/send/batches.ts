import type { SendMessage } from '@smpp-connect/contracts'
import type { Row } from './rows/row.ts'

/** Messages that are handed over in one request. The same file and options always give the same batches. */
export interface Batch {
  /** From 0. */
  readonly number: number
  readonly messages: readonly SendMessage[]
  /** For each message the line where its row begins. */
  readonly lines: readonly number[]
}

/** No request body is larger, so that long texts in many scripts stay below the server's limit. */
export const MAX_BATCH_OCTETS = 256 * 1024

/** Puts the rows that are to be sent into batches of at most `mostMessages`; refused rows are in none. */
export async function* batchRows(rows: AsyncIterable<Row>, mostMessages: number): AsyncGenerator<Batch> {
  let number = 0
  let messages: SendMessage[] = []
  let lines: number[] = []
  let octets = 0
  const take = (): Batch => {
    const batch = { number, messages, lines }
    number += 1
    messages = []
    lines = []
    octets = 0
    return batch
  }
  for await (const row of rows) {
    if (row.kind !== 'message') continue
    const size = Buffer.byteLength(JSON.stringify(row.message))
    if (messages.length > 0 && octets + size > MAX_BATCH_OCTETS) yield take()
    messages.push(row.message)
    lines.push(row.line)
    octets += size
    if (messages.length >= mostMessages) yield take()
  }
  if (messages.length > 0) yield take()
}
