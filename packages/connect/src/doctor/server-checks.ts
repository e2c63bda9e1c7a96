import { LONG_LOG_OCTETS, type SmscView, type SystemView } from '@smpp-connect/contracts'
import { formatCount, formatNoun } from '../output/figures.ts'
import { printable } from '../output/style.ts'
import { doubtful, type Finding, good, wrong } from './finding.ts'
import { parkedCheck } from './smsc-checks.ts'

export interface ServerSight {
  readonly url: string
  readonly system: SystemView
  readonly smscs: readonly SmscView[]
  /** Why /readyz said no; undefined: it said yes. */
  readonly trouble: string | undefined
  /** Whether nobody has claimed it yet. */
  readonly unclaimed: boolean
  /** Version of this command line. */
  readonly version: string
  /** Its clock less ours; undefined: it did not say. */
  readonly clockAheadMs: number | undefined
}

/** Validity and receipts go by the clock; half a minute is more than any network takes. */
const CLOCK_APART_MS = 30_000
const MIB = 2 ** 20

/** What is wrong or doubtful with a running Connect, SMSCs apart. */
export function serverChecks(sight: ServerSight): readonly Finding[] {
  const { url, system } = sight
  return [
    good('running', `Connect ${printable(system.version)} runs at ${url}.`),
    storage(sight),
    storageLog(sight),
    conservation(sight),
    ...stalls(sight),
    ...decisions(sight),
    parkedCheck(system.counts.receiptsParked),
    unclaimed(sight),
    versions(sight),
    clocks(sight),
  ].filter((one) => one !== undefined)
}

function storage({ trouble }: ServerSight): Finding {
  return trouble === undefined
    ? good('storage', 'It can store.')
    : wrong(
        'storage',
        `It cannot store: ${printable(trouble, 300)}`,
        'It takes nothing until it can, and goes on by itself.',
      )
}

/** A server of another version may not tell. */
function storageLog({ system }: ServerSight): Finding | undefined {
  const log = system.writeAheadLog
  if (!log) return undefined
  const length = `${formatCount(log.octets / MIB)} MiB`
  if (log.trouble !== null) {
    return wrong(
      'storage-log',
      `What it stores cannot be copied to the database: ${printable(log.trouble, 300)}. The log has ${length} and grows.`,
      'Nothing is lost, but a full disk takes nothing more. Look at the disk; copying goes on by itself.',
    )
  }
  if (log.octets <= LONG_LOG_OCTETS) return undefined
  return doubtful(
    'storage-log',
    `The log of the store is long: ${length}. Somebody reads it without an end, or copying does not keep up.`,
    'Does another program have connect.db open, a backup say? The log begins anew when that ends.',
  )
}

function conservation({ system }: ServerSight): Finding {
  const { accepted, final, waiting, uncertain } = system.counts
  return accepted === final + waiting + uncertain
    ? good('conservation', `${formatCount(accepted)} accepted, and each accounted for.`)
    : wrong(
        'conservation',
        `${formatCount(accepted)} accepted, ${formatCount(final + waiting + uncertain)} accounted for.`,
        'npx connect verify says where; please report it.',
      )
}

function stalls({ system, smscs }: ServerSight): readonly Finding[] {
  return system.stalled.map(({ smscId, why }) => {
    const name = printable(smscs.find(({ id }) => id === smscId)?.name ?? smscId, 30)
    return wrong('stalled', `Nothing moves at ${name}: ${printable(why)}.`, 'Disabling and enabling it binds anew.')
  })
}

function decisions({ system }: ServerSight): readonly (Finding | undefined)[] {
  const { uncertain, byState } = system.counts
  const held = byState.held ?? 0
  return [
    held === 0
      ? undefined
      : doubtful(
          'held',
          `${formatNoun(held, 'message')} held until a person decides.`,
          'npx connect message list --state held',
        ),
    uncertain === 0
      ? undefined
      : doubtful(
          'uncertain',
          `${formatNoun(uncertain, 'message')} sent, and the answer never came.`,
          'npx connect message list --state uncertain',
        ),
  ]
}

function unclaimed({ unclaimed, url }: ServerSight): Finding | undefined {
  if (!unclaimed) return undefined
  return doubtful('unclaimed', `Nobody has claimed ${url} yet.`, 'Open the link that it printed when it started.')
}

function versions({ system, version }: ServerSight): Finding | undefined {
  if (system.version === version) return undefined
  return doubtful('version', `This command line is ${version}, the server ${printable(system.version)}.`, 'Restart it.')
}

function clocks({ clockAheadMs }: ServerSight): Finding | undefined {
  if (clockAheadMs === undefined || Math.abs(clockAheadMs) < CLOCK_APART_MS) return undefined
  const seconds = Math.round(Math.abs(clockAheadMs) / 1_000)
  return wrong('clocks', `The clocks of this machine and the server's are ${seconds} s apart.`, 'Run NTP on both.')
}
