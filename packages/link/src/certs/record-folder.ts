import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'

/** Writes a file so that it is there whole or not at all, also after a power cut. Readable by its owner only. */
export function writeWhole(path: string, content: string): void {
  const beside = `${path}.${randomBytes(6).toString('hex')}.new`
  const file = openSync(beside, 'wx', 0o600)
  try {
    writeSync(file, content)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(beside, path)
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
