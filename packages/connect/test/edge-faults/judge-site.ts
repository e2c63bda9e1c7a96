import { readFileSync } from 'node:fs'
import type { Counts } from '@smpp-connect/contracts'
import type { Books } from '../faults/compare-books.ts'
import { PASSWORD, USUAL_BINDS, WINDOW } from '../faults/smscs.ts'
import type { ManagerGap } from './fault-site.ts'

/** A STOP is in force everywhere within so much of its being stored; and of its coming to the edge, where it is stored later. */
const STOPS_WITHIN_MS = 1_000
const STOPS_LATE_WITHIN_MS = 10_000
/** A part whose time is over may just have been on its way. */
const EXPIRES_WITHIN_MS = 1_000
/** A client notices a manager that ends a moment before the harness does, and one that starts a moment after. */
const GAP_MARGIN_MS = 300
/** None of the processes needs more under this load. */
const MOST_MEMORY_MIB = 512
/** Anything of a number of ours or theirs, or of a text. */
const NUMBERS_AND_TEXTS = /44770\d{8}|4478009\d{5}|Text \d+|Reply \d+|is long|at length/

/** What was seen of a site besides the three books. */
export interface SiteBook {
  readonly books: Books
  /** What the API said when all had settled, and the metrics page. */
  readonly counts: Counts
  readonly metrics: string
  readonly logs: string
  readonly secrets: readonly string[]
  readonly mostBound: ReadonlyMap<string, number>
  readonly mostUnanswered: ReadonlyMap<string, number>
  readonly managerGaps: readonly ManagerGap[]
  /** Of each process, in MiB. */
  readonly memory: ReadonlyMap<string, number>
  /** Losses of links and processes, each of which may leave a window in doubt. */
  readonly losses: number
  readonly extraBinds: number
  readonly neverDoubles: boolean
  readonly isLate: boolean
  readonly unreadMs: number
}

/** What was counted, for a table. */
export interface Tally {
  readonly texts: number
  readonly receipts: number
  readonly replies: number
  /** Acknowledged texts and replies that are not there. */
  readonly lost: number
  /** Copies of parts that the SMSC has: as many as policy allows, and more. */
  readonly doubled: number
  readonly doubledWrongly: number
  /** How often a part was in doubt. */
  readonly uncertain: number
}

/** Everything beyond the books that is not as it has to be, as sentences. */
export function judgeSite(site: SiteBook): readonly string[] {
  return [
    ...judgeDoubt(site),
    ...judgeConsent(site),
    ...judgeExpiry(site),
    ...judgeLimits(site),
    ...judgeIntake(site),
    ...judgeFigures(site),
    ...judgeLogs(site),
  ]
}

export function tallyOf({ clients, submits, replies, kept }: Books): Tally {
  const byId = new Map(kept.messages.map((message) => [message.record.id as string, message]))
  const inbound = new Set(kept.messages.map(({ record }) => `${record.from} ${record.text}`))
  const copies = new Map<string, number>()
  for (const { destination, concatenation } of submits) {
    const part = `+${destination.address}#${concatenation?.sequence ?? 1}`
    copies.set(part, (copies.get(part) ?? 0) + 1)
  }
  let [lost, doubled, doubledWrongly, uncertain] = [0, 0, 0, 0]
  for (const text of clients.acknowledged) {
    const message = byId.get(text.id)
    if (!message) lost += 1
    for (let part = 1; part <= (message?.record.parts ?? 0); part++) {
      const doubts = message?.timeline.filter((event) => event.kind === 'message.uncertain' && event.part === part)
      const inDoubt = doubts?.length ?? 0
      const more = Math.max(0, (copies.get(`${text.to}#${part}`) ?? 0) - 1)
      const allowed = text.messageClass === 'transactional' ? Math.min(more, inDoubt) : 0
      uncertain += inDoubt
      doubled += allowed
      doubledWrongly += more - allowed
    }
  }
  for (const { phone, text, partStatuses } of replies) {
    if (partStatuses.every((status) => status === 0) && !inbound.has(`${phone} ${text}`)) lost += 1
  }
  const receipts = submits.filter(({ receiptStatus }) => receiptStatus === 0).length
  return {
    texts: clients.acknowledged.length,
    receipts,
    replies: replies.length,
    lost,
    doubled,
    doubledWrongly,
    uncertain,
  }
}

/** (b) of the promise: never more than was with the Senders for each loss, and twice goes nothing of a link that broke. */
function judgeDoubt({ books, losses, neverDoubles }: SiteBook): readonly string[] {
  const { uncertain, doubled } = tallyOf(books)
  const most = losses * books.mostWithSenders
  const wrong = uncertain > most ? [`${uncertain} parts were in doubt, with ${losses} losses at most ${most}`] : []
  return neverDoubles && doubled > 0 ? [...wrong, `${doubled} were sent twice though their answers were kept`] : wrong
}

/** I4: nothing goes to somebody whose STOP is stored. */
function judgeConsent({ books: { clients, submits, kept }, isLate, unreadMs }: SiteBook): readonly string[] {
  const withinMs = (isLate ? STOPS_LATE_WITHIN_MS : STOPS_WITHIN_MS) + unreadMs
  const stopped = new Map<string, number>()
  for (const { record, timeline } of kept.messages) {
    const [first] = timeline
    if (record.direction === 'inbound' && record.text === 'STOP' && first) stopped.set(record.from, first.atMs)
  }
  const texts = new Map(clients.acknowledged.map(({ to, id }) => [to, id]))
  return submits.flatMap(({ destination, submittedAtMs }) => {
    const number = `+${destination.address}`
    const lateMs = submittedAtMs - (stopped.get(number) ?? Number.POSITIVE_INFINITY)
    if (!(lateMs > withinMs)) return []
    return [
      `${texts.get(number)} was sent ${lateMs} ms after its person wrote STOP, ${new Date(submittedAtMs).toISOString()}`,
    ]
  })
}

/** I5: nothing leaves after its time. */
function judgeExpiry({ books: { clients, submits }, unreadMs }: SiteBook): readonly string[] {
  const expiry = new Map(clients.acknowledged.map(({ to, expiresAtMs }) => [to, expiresAtMs]))
  return submits.flatMap(({ destination, submittedAtMs }) => {
    const lateMs = submittedAtMs - (expiry.get(`+${destination.address}`) ?? Number.POSITIVE_INFINITY)
    return lateMs > EXPIRES_WITHIN_MS + unreadMs ? [`a text was sent ${lateMs} ms after it had expired`] : []
  })
}

/** I8, and one binder only. */
function judgeLimits({ mostBound, mostUnanswered, memory, extraBinds }: SiteBook): readonly string[] {
  const wrong: string[] = []
  for (const [account, usual] of USUAL_BINDS) {
    const [bound, unanswered] = [mostBound.get(account) ?? 0, mostUnanswered.get(account) ?? 0]
    if (bound > usual + extraBinds) wrong.push(`${account} was bound ${bound} times at once, not ${usual}`)
    if (unanswered > WINDOW)
      wrong.push(`${account} had ${unanswered} unanswered on one bind, with a window of ${WINDOW}`)
  }
  for (const [name, mib] of memory) {
    if (mib > MOST_MEMORY_MIB) wrong.push(`${name} needed ${mib} MiB`)
  }
  return wrong
}

/** Nobody is turned away while a manager runs. */
function judgeIntake({ books, managerGaps }: SiteBook): readonly string[] {
  const outside = books.clients.turnedAway.filter(
    (atMs) => !managerGaps.some(({ fromMs, toMs }) => atMs > fromMs - GAP_MARGIN_MS && atMs < toMs + GAP_MARGIN_MS),
  )
  return outside.length === 0 ? [] : [`${outside.length} requests were turned away though a manager ran`]
}

/** I9: the API, the metrics and the store say the same. */
function judgeFigures({ books, counts, metrics }: SiteBook): readonly string[] {
  const wrong: string[] = []
  const stored = books.kept.counts.byState
  const states = new Set([...Object.keys(stored), ...Object.keys(counts.byState)]) as Set<keyof typeof stored>
  for (const state of states) {
    const [there, told] = [stored[state] ?? 0, counts.byState[state] ?? 0]
    const shown = Number(new RegExp(`^connect_messages\\{state="${state}"\\} (\\d+)$`, 'm').exec(metrics)?.[1] ?? 0)
    if (there !== told || there !== shown) wrong.push(`${state}: stored ${there}, the API ${told}, metrics ${shown}`)
  }
  return wrong
}

/** I10. */
function judgeLogs({ logs, secrets }: SiteBook): readonly string[] {
  const wrong: string[] = []
  for (const secret of [PASSWORD, ...secrets]) {
    if (logs.includes(secret)) wrong.push(`a log holds a secret, ${secret.slice(0, 4)}…`)
  }
  const line = logs.split('\n').find((one) => NUMBERS_AND_TEXTS.test(one))
  if (line !== undefined) wrong.push(`a log holds a number or a text: ${line}`)
  return wrong
}

/** The most that a process ever had in memory, in MiB; 0 where the system does not tell. */
export function memoryOf(pid: number): number {
  try {
    const kib = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return Math.round(Number(kib ?? 0) / 1024)
  } catch {
    return 0
  }
}
