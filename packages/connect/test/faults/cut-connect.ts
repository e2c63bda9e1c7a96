import type { MessageId } from '@smpp-connect/contracts'
import { type Random, seededRandom } from '@smpp-connect/kernel'
import type { Store } from '@smpp-connect/store'
import { SqliteStore } from '@smpp-connect/store/sqlite'
import { type DiskRecord, PowerCutDisk, temporaryFolderInMemory, writeFiles } from '@smpp-connect/testkit'
import { Outside, type Told } from './outside.ts'
import { findings, soundness } from './store-book.ts'

export interface CutConnectOptions {
  readonly seed: number
  readonly cuts: number
  readonly ports: { readonly http: number; readonly smsc: number }
}

export interface CutConnectResult {
  readonly cuts: number
  /** What the outside was told in all, by kind. */
  readonly told: Readonly<Record<Told['kind'], number>>
  readonly wrong: readonly string[]
}

/** Of each kind those that were told last are looked at: what is older has survived earlier cuts. */
const LOOKED_AT = 40

/**
 * Cuts the power at many moments of a recorded run of a whole Connect, opens the store on what is left, and looks whether
 * all that the outside was told by then is there. Every other cut comes right after something was told.
 */
export async function cutConnect(
  records: readonly DiskRecord[],
  options: CutConnectOptions,
): Promise<CutConnectResult> {
  const random = seededRandom(options.seed)
  const outside = new Outside(options.ports)
  const told = records.flatMap((record, at) => outside.take(record).map((what) => ({ at, what })))
  const idOf = new Map(told.flatMap(({ what }) => (what.kind === 'accepted' ? [[what.to, what.id as MessageId]] : [])))
  const moments = Array.from({ length: options.cuts }, (_, index) => {
    const one = Math.floor(random.fraction() * (index % 2 === 0 ? told.length : records.length))
    return index % 2 === 0 ? (told[one]?.at ?? 0) : one
  }).toSorted((a, b) => a - b)

  const disk = new PowerCutDisk(random)
  const wrong: string[] = []
  let applied = 0
  for (const moment of moments) {
    for (; applied <= moment; applied++) disk.apply(records[applied] as DiskRecord)
    const byThen = told.filter(({ at }) => at <= moment).map(({ what }) => what)
    const missing = await missingAfter(disk, random, byThen, idOf)
    wrong.push(...missing.map((line) => `power cut at record ${moment}: ${line}`))
  }
  const count = (kind: Told['kind']): number => told.filter(({ what }) => what.kind === kind).length
  return {
    cuts: moments.length,
    told: {
      accepted: count('accepted'),
      submitted: count('submitted'),
      receipt: count('receipt'),
      text: count('text'),
    },
    wrong,
  }
}

async function missingAfter(
  disk: PowerCutDisk,
  random: Random,
  told: readonly Told[],
  idOf: ReadonlyMap<string, MessageId>,
): Promise<readonly string[]> {
  using folder = temporaryFolderInMemory()
  writeFiles(folder.path, disk.cut(random))
  const store = new SqliteStore({ directory: folder.path })
  try {
    await store.open()
  } catch (failure) {
    return [`the store cannot be opened: ${failure}`]
  }
  const lines: string[] = []
  try {
    for (const kind of ['accepted', 'submitted', 'receipt', 'text'] as const) {
      const last = told.filter((one) => one.kind === kind).slice(-LOOKED_AT)
      for (const one of last) lines.push(...(await missingOf(store, one, idOf)))
    }
    lines.push(...(await findings(store)))
  } finally {
    await store.close()
  }
  return [...lines, ...soundness(folder.path)]
}

async function missingOf(store: Store, told: Told, idOf: ReadonlyMap<string, MessageId>): Promise<readonly string[]> {
  switch (told.kind) {
    case 'accepted':
      return (await store.message(told.id as MessageId)) ? [] : [`${told.id} was accepted and is not there`]
    case 'submitted': {
      const part = await partOf(store, idOf.get(told.to), (one) => one.number === told.part)
      if (part && part.state !== 'queued') return []
      return [`part ${told.part} to ${told.to} was submitted and is ${part?.state ?? 'not there'}`]
    }
    case 'receipt': {
      const part = await partOf(store, idOf.get(told.to), (one) => one.smscMessageId === told.smscMessageId)
      if (part?.state === 'delivered' || (!part && (await isKeptFor(store, told, idOf)))) return []
      return [`the receipt of ${told.smscMessageId} was acknowledged, its part is ${part?.state ?? 'not there'}`]
    }
    case 'text': {
      const { items } = await store.messages({ limit: 1, number: told.from, direction: 'inbound' })
      return items.length === 1 ? [] : [`the text of ${told.from} was acknowledged and is not there`]
    }
  }
}

/** A receipt that came before its answer was stored waits for it, or was matched by its reference. */
async function isKeptFor(
  store: Store,
  { to, smscMessageId }: Extract<Told, { kind: 'receipt' }>,
  idOf: ReadonlyMap<string, MessageId>,
): Promise<boolean> {
  const parked = await store.parkedReceipts(undefined, 0, 1_000)
  if (parked.some(({ receipt }) => receipt.smscMessageId === smscMessageId)) return true
  const byReference = await partOf(
    store,
    idOf.get(to),
    (one) => one.smscMessageId === null && one.state === 'delivered',
  )
  return byReference !== undefined
}

type Part = Awaited<ReturnType<Store['parts']>>[number]

async function partOf(store: Store, id: MessageId | undefined, is: (part: Part) => boolean): Promise<Part | undefined> {
  return id && (await store.parts(id)).find(is)
}
