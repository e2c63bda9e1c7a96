import { accessSync, constants, mkdirSync } from 'node:fs'

/** Either the folder is there and can be written, or why not, for the operator. */
export type FolderOutcome = { readonly ok: true } | { readonly ok: false; readonly problem: string }

const WHY: Readonly<Record<string, string>> = {
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'there is a file of that name',
  ENOSPC: 'the disk is full',
}

/** Makes the data folder, readable by its owner alone, and tries whether it can be written. */
export function prepareDataFolder(path: string): FolderOutcome {
  // Nor may others read what this process makes there from now on.
  process.umask(0o077)
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    accessSync(path, constants.W_OK | constants.X_OK)
    return { ok: true }
  } catch (failure) {
    const code = (failure as NodeJS.ErrnoException).code ?? ''
    const why = WHY[code] ?? String(failure)
    return { ok: false, problem: `The data directory ${path} cannot be used: ${why}. Name another with --data-dir.` }
  }
}
