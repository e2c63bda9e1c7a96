import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { keepFile } from './keep-file.ts'

/** How the other commands find a running Connect: in its data folder, readable by its owner alone. */
export interface RunningFile {
  readonly url: string
  /** A key that only this file holds, made anew at each start. */
  readonly apiKey: string
  readonly pid: number
  /** Which installation the folder holds; see `installationId`. */
  readonly installation: string
  readonly startedAt: string
  /** `host:port` where edges may dial; absent where the edge is within. */
  readonly link?: string | undefined
}

export const RUNNING_FILE = 'connect.json'

/** A key for the commands on this machine. */
export function localKey(): string {
  return `ck_local_${randomBytes(24).toString('base64url')}`
}

/** A reader sees all of it or nothing. */
export function writeRunningFile(dataDir: string, content: RunningFile): void {
  keepFile(join(dataDir, RUNNING_FILE), `${JSON.stringify(content, null, 2)}\n`)
}

/** Removes the file if it is ours. */
export function removeRunningFile(dataDir: string, pid: number): void {
  const path = join(dataDir, RUNNING_FILE)
  try {
    if ((JSON.parse(readFileSync(path, 'utf8')) as RunningFile).pid !== pid) return
    rmSync(path)
  } catch {
    // Gone already, or not readable: there is nothing of ours to remove.
  }
}
