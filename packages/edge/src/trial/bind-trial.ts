import { BIND_DIAGNOSES, type BindTrial, type BindTrialOrder } from '@smpp-connect/contracts'
import { diagnose } from './diagnose.ts'
import type { Observation } from './observation.ts'
import { plainSpeech, reach, speaksTls } from './reach.ts'
import { mayMeanVersion, type TalkEnd, talk } from './talk.ts'
import { TrialBook } from './trial-book.ts'
import type { TrialWorld } from './trial-world.ts'

/** A certificate that ends so soon is worth a word. */
const CERTIFICATE_NOTE_MS = 30 * 86_400_000

/**
 * Tries one bind and takes it down again: name, connection, TLS, bind, enquire_link, unbind. It ends at the first step that
 * fails, with what is most likely the matter. Never more than one connection at a time; where a failure has two likely
 * causes that the port itself can tell apart (TLS or not, this SMPP version or 3.4), it is asked in a further one.
 *
 * Rejects only when the signal is aborted, or when the settings cannot be written as a bind.
 */
export async function tryBind(order: BindTrialOrder, world: TrialWorld): Promise<BindTrial> {
  const { definition, bindType, ownBinds } = order
  const book = new TrialBook(world.clock)
  const observation = await observe(order, world, book)
  const tried = {
    bindType,
    interfaceVersion: definition.interfaceVersion,
    passwordLength: definition.password.length,
    ownBinds,
  }
  const diagnosis = observation === undefined ? null : diagnose(observation, tried)
  if (diagnosis !== null) book.failed(BIND_DIAGNOSES[diagnosis.code].title)
  const { tls } = book.facts
  const leftMs = tls === null ? Number.POSITIVE_INFINITY : tls.validToMs - world.clock.nowMs()
  if (diagnosis === null && leftMs < CERTIFICATE_NOTE_MS) {
    book.notes.push(`The certificate of the SMSC ends in ${Math.max(0, Math.floor(leftMs / 86_400_000))} days.`)
  }
  const { steps, facts, notes } = book
  return { edgeId: null, bindType, steps, diagnosis, facts, notes }
}

async function observe(order: BindTrialOrder, world: TrialWorld, book: TrialBook): Promise<Observation | undefined> {
  const { definition, bindType, mayBind } = order
  const transport = await reach(definition, world, book)
  if ('kind' in transport) {
    if (transport.kind !== 'tls') return transport
    return { ...transport, plain: await plainSpeech(definition, world, new TrialBook(world.clock)) }
  }
  if (!mayBind) {
    book.begin('bind')
    transport.destroy()
    return { kind: 'held-back' }
  }
  const end = await talk(transport, definition, bindType, world, book)
  // What the signal cut off is no finding.
  world.signal.throwIfAborted()
  return end === undefined ? undefined : lookCloser(end, order, world)
}

/** Asks the port what the end of a talk leaves open. */
async function lookCloser(end: TalkEnd, order: BindTrialOrder, world: TrialWorld): Promise<Observation> {
  const asksForTls = !order.definition.tls && end.kind !== 'refused' && (end.kind !== 'cut' || end.at !== 'bound')
  const answersTls = asksForTls && (await speaksTls(order.definition, world, new TrialBook(world.clock)))
  switch (end.kind) {
    case 'foreign':
      return { ...end, speaksTls: answersTls }
    case 'silent':
      return { ...end, speaksTls: answersTls }
    case 'cut': {
      const takes34 = !answersTls && end.at === 'bind-sent' && (await takesVersion34(order, world))
      return { ...end, speaksTls: answersTls, takes34 }
    }
    case 'refused':
      return { ...end, takes34: mayMeanVersion(end.status) && (await takesVersion34(order, world)) }
  }
}

/** Whether the same bind is accepted as SMPP 3.4, which next to every SMSC takes. False where it was that already. */
async function takesVersion34({ definition, bindType }: BindTrialOrder, world: TrialWorld): Promise<boolean> {
  if (definition.interfaceVersion === '3.4') return false
  const unread = new TrialBook(world.clock)
  const transport = await reach(definition, world, unread)
  if ('kind' in transport) return false
  const end = await talk(transport, { ...definition, interfaceVersion: '3.4' }, bindType, world, unread)
  return end === undefined
}
