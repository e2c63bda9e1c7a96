import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { EdgeRole } from '@smpp-connect/contracts'
import { keepFile } from './keep-file.ts'

/** What a running edge says of itself in its data folder. It holds no secret. */
export interface EdgeFile {
  readonly edgeId: string
  readonly role: EdgeRole
  readonly pid: number
  /** Where it waits for its manager; null where it dials. */
  readonly listens: string | null
  /** `host:port` where it answers /healthz, /readyz and /metrics; null: nowhere. */
  readonly status: string | null
}

export const EDGE_FILE = 'edge.json'

export function writeEdgeFile(dataDir: string, content: EdgeFile): void {
  keepFile(join(dataDir, EDGE_FILE), `${JSON.stringify(content, null, 2)}\n`)
}

/** Undefined when there is none that can be read. */
export function readEdgeFile(dataDir: string): EdgeFile | undefined {
  try {
    return JSON.parse(readFileSync(join(dataDir, EDGE_FILE), 'utf8')) as EdgeFile
  } catch {
    return undefined
  }
}

/** Removes the file if it is ours. */
export function removeEdgeFile(dataDir: string, pid: number): void {
  if (readEdgeFile(dataDir)?.pid === pid) rmSync(join(dataDir, EDGE_FILE), { force: true })
}
