import { accessSync, constants, readFileSync, statfsSync, statSync } from 'node:fs'
import type { MachineSight } from './machine-checks.ts'

/** First Node that Connect runs on. */
const LEAST_NODE = 24

/** Looks at this machine and the data folder, and changes nothing. */
export function seeMachine(dataDir: string, nowMs: number): MachineSight {
  const space = attempt(() => statfsSync(dataDir))
  return {
    nodeVersion: process.versions.node,
    leastNode: LEAST_NODE,
    dataDir,
    folder: seeFolder(dataDir),
    freeOctets: space && space.bavail * space.bsize,
    fileSystem: process.platform === 'linux' ? space?.type : undefined,
    openFiles: openFiles(),
    nowMs,
  }
}

function seeFolder(path: string): MachineSight['folder'] {
  try {
    const stat = statSync(path)
    if (!stat.isDirectory()) return { kind: 'unusable', problem: `${path} is a file, not a folder.` }
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK)
    return { kind: 'usable', mode: stat.mode & 0o777 }
  } catch (failure) {
    const { code, message } = failure as NodeJS.ErrnoException
    if (code === 'ENOENT') return { kind: 'missing' }
    const why = code === 'EACCES' ? 'you may not read and write it' : code === 'EROFS' ? 'it is read-only' : message
    return { kind: 'unusable', problem: `${path} cannot be used: ${why}.` }
  }
}

function openFiles(): number | undefined {
  const limits = attempt(() => readFileSync('/proc/self/limits', 'utf8'))
  const soft = limits && /^Max open files +(\d+)/m.exec(limits)?.[1]
  return soft ? Number(soft) : undefined
}

function attempt<Value>(look: () => Value): Value | undefined {
  try {
    return look()
  } catch {
    return undefined
  }
}
