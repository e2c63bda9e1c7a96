import { doubtful, type Finding, good, wrong } from './finding.ts'

/** What was seen of the machine and of the data folder. Undefined: it could not be seen here. */
export interface MachineSight {
  /** As in process.versions.node. */
  readonly nodeVersion: string
  /** First version that will do. */
  readonly leastNode: number
  readonly dataDir: string
  readonly folder:
    | { readonly kind: 'missing' }
    | { readonly kind: 'unusable'; readonly problem: string }
    /** `mode`: its permission bits. */
    | { readonly kind: 'usable'; readonly mode: number }
  readonly freeOctets: number | undefined
  /** f_type of statfs(2), on Linux. */
  readonly fileSystem: number | undefined
  /** Most open files of a process. */
  readonly openFiles: number | undefined
  readonly nowMs: number
}

const GIB = 2 ** 30
const LITTLE = GIB
const TOO_LITTLE = GIB / 8
/** A socket for each bind and each client, and some files. */
const OPEN_FILES = 1_024
/** Connect did not exist before: whoever lives earlier has a wrong clock. */
const FIRST_DAY = Date.UTC(2026, 0, 1)
/** linux/magic.h. On these a sync promises less than Connect does. */
const FORGETFUL: ReadonlyMap<number, string> = new Map([
  [0x0102_1994, 'kept in memory (tmpfs)'],
  [0x8584_58f6, 'kept in memory (ramfs)'],
  [0x6969, 'on another machine (NFS)'],
  [0xff53_4d42, 'on another machine (CIFS)'],
  [0xfe53_4d42, 'on another machine (SMB)'],
])

export function machineChecks(sight: MachineSight): readonly Finding[] {
  return [node(sight), clock(sight), ...folder(sight), openFiles(sight)].filter((one) => one !== undefined)
}

function node({ nodeVersion, leastNode }: MachineSight): Finding {
  const isEnough = Number(nodeVersion.split('.')[0]) >= leastNode
  return isEnough
    ? good('node', `Node ${nodeVersion}.`)
    : wrong('node', `This is Node ${nodeVersion}; Connect needs ${leastNode}.`, '`npm start` brings its own.')
}

function clock({ nowMs }: MachineSight): Finding | undefined {
  if (nowMs >= FIRST_DAY) return undefined
  const now = new Date(nowMs).toISOString()
  return wrong('clock', `The clock says ${now}, which is past.`, 'Set it: validity and receipts go by it.')
}

function folder(sight: MachineSight): readonly (Finding | undefined)[] {
  const { dataDir, folder, freeOctets, fileSystem } = sight
  if (folder.kind === 'missing') {
    return [doubtful('data-folder', `There is no ${dataDir} yet.`, 'It is made by the first start. Else: --data-dir.')]
  }
  if (folder.kind === 'unusable') {
    return [wrong('data-folder', folder.problem, 'Give it to the user that runs Connect, or name another one.')]
  }
  const others = folder.mode & 0o077
  const isPrivate = others === 0
  const forgets = fileSystem === undefined ? undefined : FORGETFUL.get(fileSystem >>> 0)
  return [
    isPrivate
      ? good('data-folder', `${dataDir} can be written, and read by nobody else.`)
      : doubtful(
          'data-folder',
          `Others on this machine may look into ${dataDir}, where texts, numbers and passwords are.`,
          `chmod 700 ${dataDir}`,
        ),
    forgets === undefined
      ? undefined
      : wrong(
          'file-system',
          `${dataDir} is ${forgets}: what Connect calls stored may be lost with the power or the network.`,
          'Put it on a disk of this machine.',
        ),
    space(freeOctets),
  ]
}

function space(freeOctets: number | undefined): Finding | undefined {
  if (freeOctets === undefined) return undefined
  const free = `${(freeOctets / GIB).toFixed(freeOctets < 10 * GIB ? 1 : 0)} GiB free.`
  const advice = 'A message takes 4 KiB. Make room, or keep less: --retention-days.'
  if (freeOctets < TOO_LITTLE) return wrong('disk-space', `The disk is nearly full: ${free}`, advice)
  if (freeOctets < LITTLE) return doubtful('disk-space', `The disk fills up: ${free}`, advice)
  return good('disk-space', free)
}

function openFiles({ openFiles }: MachineSight): Finding | undefined {
  if (openFiles === undefined || openFiles >= OPEN_FILES) return undefined
  return doubtful(
    'open-files',
    `A process may have ${openFiles} files and sockets open at once.`,
    `Raise it to ${OPEN_FILES} or more: LimitNOFILE= of the unit, or ulimit -n.`,
  )
}
