import { type Outcome, ok } from '@smpp-connect/contracts'
import { BEGUN, type Store, StoreUnavailable } from '@smpp-connect/store'
import type { Answer, Caller, Idempotency, KeyedWork } from '../use-cases.ts'
import { replay, scopeOf, WITHHELD } from './stored-answer.ts'

/**
 * Does something once under the caller's key. Only accepting messages does without: there the answer is stored in the
 * very step that stores the messages.
 *
 *     free ── a note, durable ──► begun ── done ─────► answered   every repetition gets the stored answer
 *      ▲                          │   │                           (one that held a secret: a refusal that says so)
 *      └──────── refused ─────────┘   └─ cut off ─► begun, and nobody is at work
 *
 * - free → begun: before the work, so that nothing is done of which no trace would be left.
 * - begun → answered: after the work. A crash between the two leaves the note.
 * - begun → free: the work was refused, so nothing was done; corrected or later, it may be asked for again.
 * - Cut off: the process was killed, or the store went away, while this was at work. A repetition finds the note, and the
 *   work is told the moment of it: it looks for what it has done already, and goes on from there, or says that it cannot
 *   know. If that is a refusal, the note stays, for the next repetition is in no other position.
 *
 * That nobody is at work is known because one process owns the store, and in that the caller lets no two requests with
 * one key in at the same time.
 */
export async function once<Body>(
  store: Pick<Store, 'keepAnswer' | 'settleAnswer'>,
  nowMs: () => number,
  caller: Caller,
  idempotency: Idempotency | undefined,
  { status, isSecret, work }: KeyedWork<Body>,
): Promise<Outcome<Answer<Body>>> {
  const answered = (done: Outcome<Body>): Outcome<Answer<Body>> =>
    done.ok ? ok({ status, body: done.value, replayed: false }) : done
  if (!idempotency) return answered(await work(undefined))
  const { key, fingerprint } = idempotency
  const scope = scopeOf(caller)
  const note = { scope, key, fingerprint, status: BEGUN, body: WITHHELD, atMs: nowMs() }
  const before = await store.keepAnswer(note)
  const isCutOff = before?.status === BEGUN && before.fingerprint === fingerprint
  if (before && !isCutOff) return replay(before, idempotency)
  const done = await work(before?.atMs)
  if (done.ok || !before) {
    const body = done.ok && !isSecret ? JSON.stringify(done.value) : WITHHELD
    await settled(store.settleAnswer(scope, key, done.ok ? { fingerprint, status, body, atMs: nowMs() } : null))
  }
  return answered(done)
}

/** What was done is done, and its answer is better given than lost: the note stays, and a repetition is judged by it. */
async function settled(settling: Promise<void>): Promise<void> {
  try {
    await settling
  } catch (failure) {
    if (!(failure instanceof StoreUnavailable)) throw failure
  }
}
