import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DiskControl } from './disk-control.ts'

const SOURCE = join(import.meta.dirname, 'shim.c')

/** A shim that was built, or why there is none. */
export type DiskShimBuild =
  | { readonly ok: true; readonly library: string }
  | { readonly ok: false; readonly why: string }

let built: DiskShimBuild | undefined

/** Builds shim.c with the machine's C compiler, once for each version of it. */
export function buildDiskShim(): DiskShimBuild {
  built ??= build()
  return built
}

/**
 * For the `skip` of a test that needs the shim: false when there is one, else the reason. Where CONNECT_REQUIRE_DISK_SHIM
 * is set, as in CI, a missing shim is no reason: the test runs and fails.
 */
export function skipWithoutDiskShim(): string | false {
  const result = buildDiskShim()
  return result.ok || process.env.CONNECT_REQUIRE_DISK_SHIM ? false : result.why
}

function build(): DiskShimBuild {
  if (process.platform !== 'linux') return { ok: false, why: `the disk shim is for Linux, this is ${process.platform}` }
  const hash = createHash('sha256').update(readFileSync(SOURCE)).digest('hex').slice(0, 16)
  const folder = join(tmpdir(), 'connect-disk-shim')
  const library = join(folder, `shim-${process.arch}-${hash}.so`)
  if (existsSync(library)) return { ok: true, library }
  const draft = `${library}.${process.pid}`
  try {
    mkdirSync(folder, { recursive: true })
    execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', draft, SOURCE, '-ldl', '-lpthread'], { stdio: 'pipe' })
  } catch (failure) {
    const { code, stderr } = failure as NodeJS.ErrnoException & { stderr?: Buffer }
    if (code === 'ENOENT') return { ok: false, why: 'there is no C compiler (cc) to build the disk shim with' }
    return { ok: false, why: `the disk shim cannot be built: ${stderr?.toString().trim() || String(failure)}` }
  }
  renameSync(draft, library)
  return { ok: true, library }
}

export interface DiskShimOptions {
  /** Changes of files below this folder are seen. Absolute, without links on its way. */
  readonly root: string
  /** Where the shim's own files go; not below `root`. */
  readonly folder: string
  /** Whether what happens is written down, for `readDiskTrace`. */
  readonly traces?: boolean
  /** Whether octets that leave and come through TCP sockets are written down too. */
  readonly watchesNet?: boolean
}

/** The shim around one data folder: what a process has to be started with, and how to steer its disk. */
export class DiskShim {
  readonly control: DiskControl
  /** Environment of the process that is to run on this disk. */
  readonly env: Readonly<Record<string, string>>
  readonly tracePath: string

  /** Throws with the reason when the shim cannot be built. */
  constructor({ root, folder, traces = false, watchesNet = false }: DiskShimOptions) {
    const shim = buildDiskShim()
    if (!shim.ok) throw new Error(shim.why)
    this.control = new DiskControl(join(folder, 'disk-control'))
    this.tracePath = join(folder, 'disk-trace')
    this.env = {
      LD_PRELOAD: shim.library,
      DISK_SHIM_ROOT: root,
      DISK_SHIM_CONTROL: this.control.path,
      ...(traces && { DISK_SHIM_TRACE: this.tracePath, DISK_SHIM_MARKS: join(folder, 'disk-marks') }),
      ...(watchesNet && { DISK_SHIM_NET: '1' }),
    }
  }

  [Symbol.dispose](): void {
    this.control.close()
  }
}
