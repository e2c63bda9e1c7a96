import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface TemporaryFolder {
  readonly path: string
  [Symbol.dispose](): void
}

/** A new empty folder that is removed when the returned value is disposed of (`using folder = temporaryFolder()`). */
export function temporaryFolder(): TemporaryFolder {
  return folderIn(tmpdir())
}

/** One in memory where the machine has such a place: for many small files that no disk is wanted for. */
export function temporaryFolderInMemory(): TemporaryFolder {
  return folderIn(existsSync('/dev/shm') ? '/dev/shm' : tmpdir())
}

function folderIn(place: string): TemporaryFolder {
  const path = mkdtempSync(join(place, 'connect-test-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) }
}
