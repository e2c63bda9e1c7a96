import { type Random, seededRandom } from '@smpp-connect/kernel'
import { type DiskRecord, PowerCutDisk, temporaryFolderInMemory, writeFiles } from '@smpp-connect/testkit'
import { LOG_FILE } from '../../../src/sqlite/log-file.ts'
import { ExpectedStates } from './expected-states.ts'
import { observeFolder } from './observation.ts'
import type { Step } from './steps.ts'

export interface CutsResult {
  /** Power cuts tried, and after how many of them the last transaction under way was there, though not yet acknowledged. */
  readonly cuts: number
  readonly ahead: number
  /** Transactions that the disk did not take. */
  readonly refused: number
  /** What was wrong, each a sentence. */
  readonly wrong: readonly string[]
}

/** What was acknowledged by some moment of the trace. */
interface Acknowledged {
  /** Steps that have ended. */
  readonly ended: number
  /**
   * Steps that may be there or not: the one under way, and those refused since the last one that was kept and wrote
   * something over what they had written. One that found nothing to change wrote nothing.
   */
  readonly open: readonly number[]
}

interface Mark {
  readonly at: number
  readonly what: string
  readonly step: number
  /** Whether the log was written since the mark before. */
  readonly wrote: boolean
}

/**
 * Cuts the power at many moments of a trace, opens what is left, and compares it with what was acknowledged by then. Every
 * other cut comes right after an acknowledgement, where there is most to lose.
 */
export async function cutPower(
  records: readonly DiskRecord[],
  steps: readonly Step[],
  options: {
    readonly seed: number
    readonly reopened: (step: number) => boolean
    readonly cuts: number
    /** A step that was refused and all the same is there, and stays. */
    readonly keptAllTheSame?: number
  },
): Promise<CutsResult> {
  const random = seededRandom(options.seed)
  const marks = marksOf(records)
  const refused = new Set(marks.filter(({ what }) => what === 'refused').map(({ step }) => step))
  if (options.keptAllTheSame !== undefined) refused.delete(options.keptAllTheSame)
  const expected = new ExpectedStates(steps, refused, options.reopened)
  const ids = expected.ids()
  const acknowledgements = marks.filter(({ what }) => what !== 'begun').map(({ at }) => at)
  const moments = Array.from({ length: options.cuts }, (_, index) => {
    const choices = index % 2 === 0 ? acknowledgements : records
    const chosen = Math.floor(random.fraction() * choices.length)
    return index % 2 === 0 ? (acknowledgements[chosen] ?? 0) : chosen
  }).toSorted((a, b) => a - b)

  const disk = new PowerCutDisk(random)
  const wrong: string[] = []
  let applied = 0
  let ahead = 0
  for (const moment of moments) {
    for (; applied <= moment; applied++) disk.apply(records[applied] as DiskRecord)
    const { ended, open } = acknowledgedBy(marks, moment)
    const found = await foundAfter(disk, random, ids)
    if (found === (await expected.after(ended))) continue
    const states = await Promise.all(open.map((step) => expected.after(ended, step)))
    // Until something else is kept it may still be lost.
    if (open.includes(options.keptAllTheSame ?? -1)) states.push(await expected.after(options.keptAllTheSame ?? 0))
    if (states.includes(found)) ahead += 1
    else
      wrong.push(
        `power cut at record ${moment}, ${ended} steps ended: ${firstDifference(found, await expected.after(ended))}`,
      )
  }
  return { cuts: moments.length, ahead, refused: refused.size, wrong }
}

function acknowledgedBy(marks: readonly Mark[], moment: number): Acknowledged {
  const seen = marks.filter(({ at }) => at <= moment)
  const ended = seen.filter(({ what }) => what !== 'begun')
  const lastKept = ended.findLastIndex(({ what, wrote }) => what === 'kept' && wrote)
  const open = ended.slice(lastKept + 1).flatMap(({ what, step }) => (what === 'refused' ? [step] : []))
  const last = seen.at(-1)
  return { ended: ended.length, open: last?.what === 'begun' ? [...open, last.step] : open }
}

function marksOf(records: readonly DiskRecord[]): readonly Mark[] {
  const marks: Mark[] = []
  let log: bigint | undefined
  let wrote = false
  for (const [at, record] of records.entries()) {
    if ((record.kind === 'create' || record.kind === 'open') && record.name === LOG_FILE) log = record.file
    if (record.kind === 'write' && record.file === log) wrote = true
    if (record.kind !== 'mark') continue
    const [what = '', step = ''] = record.text.split(' ')
    marks.push({ at, what, step: Number(step), wrote })
    wrote = false
  }
  return marks
}

async function foundAfter(
  disk: PowerCutDisk,
  random: Random,
  ids: Parameters<typeof observeFolder>[1],
): Promise<string> {
  using folder = temporaryFolderInMemory()
  writeFiles(folder.path, disk.cut(random))
  try {
    return await observeFolder(folder.path, ids)
  } catch (failure) {
    return `it cannot be read: ${failure instanceof Error ? failure.stack : failure}`
  }
}

function firstDifference(found: string, expected: string): string {
  const [a, b] = [found.split('\n'), expected.split('\n')]
  const at = a.findIndex((line, index) => line !== b[index])
  return `found ${a
    .slice(at, at + 3)
    .join(' ')
    .trim()}, expected ${b
    .slice(at, at + 3)
    .join(' ')
    .trim()}`
}
