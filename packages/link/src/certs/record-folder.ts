import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

/** Writes a file so that it is there whole, also after a power cut, or what was there before. Readable by its owner only. */
export function writeWhole(path: string, content: string): void {
  const beside = writeBeside(path, content)
  renameSync(beside, path)
  syncFolder(dirname(path))
}

/** The same where there is none yet: says whether this call made it. Of several processes one does. */
export function writeFirst(path: string, content: string): boolean {
  const beside = writeBeside(path, content)
  try {
    linkSync(beside, path)
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw failure
  } finally {
    rmSync(beside)
  }
  syncFolder(dirname(path))
  return true
}

function writeBeside(path: string, content: string): string {
  const beside = `${path}.${randomBytes(6).toString('hex')}.new`
  const file = openSync(beside, 'wx', 0o600)
  try {
    writeSync(file, content)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  return beside
}

/** What was made, renamed or removed in a folder stays so after a power cut. */
export function syncFolder(path: string): void {
  // Windows cannot open a folder; its file systems keep the entry with the file.
  if (process.platform === 'win32') return
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

export function makeFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 })
}

/**
 * Small records, a file each, by name. Several processes may use it: a record appears whole, and of several that remove one
 * record a single one learns that it did.
 */
export class RecordFolder<Content> {
  readonly #path: string

  constructor(path: string) {
    this.#path = path
    makeFolder(path)
  }

  write(name: string, content: Content): void {
    writeWhole(this.#file(name), `${JSON.stringify(content)}\n`)
  }

  read(name: string): Content | undefined {
    try {
      return JSON.parse(readFileSync(this.#file(name), 'utf8')) as Content
    } catch (failure) {
      if ((failure as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw failure
    }
  }

  names(): readonly string[] {
    return readdirSync(this.#path)
      .filter((file) => file.endsWith('.json'))
      .map((file) => file.slice(0, -'.json'.length))
      .sort()
  }

  /** Whether it was there, and this call removed it. */
  remove(name: string): boolean {
    const taken = `${this.#file(name)}.${randomBytes(6).toString('hex')}.gone`
    try {
      renameSync(this.#file(name), taken)
    } catch (failure) {
      if ((failure as NodeJS.ErrnoException).code === 'ENOENT') return false
      throw failure
    }
    rmSync(taken)
    return true
  }

  #file(name: string): string {
    return join(this.#path, `${name}.json`)
  }
}
