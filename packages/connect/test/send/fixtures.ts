import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '@smpp-connect/testkit'
import type { RawRow } from '../../src/send/rows/row.ts'

/** The octets cut into pieces of `size`, as a stream would bring them. */
export async function* inPieces(octets: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < octets.length; at += size) yield octets.subarray(at, at + size)
}

export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}

/** The texts of rows that could be read. */
export function textsOf(rows: readonly RawRow[]): (string | undefined)[] {
  return rows.map((row) => (row.kind === 'fields' ? row.fields.text : undefined))
}

/** A folder with one file in it. */
export function folderWith(name: string, content: string | Uint8Array) {
  const folder = temporaryFolder()
  const path = join(folder.path, name)
  writeFileSync(path, content)
  return { path, folder: folder.path, [Symbol.dispose]: () => folder[Symbol.dispose]() }
}
