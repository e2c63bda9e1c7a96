import { type MessageId, type MessageView, type Outcome, ok, refuse, type SmscId } from '@smpp-connect/contracts'
import type { MessageRecord, QueueRecord, ResolveRequest, Store } from '@smpp-connect/store'
import { canonicalNumber, canonicalSender } from '../address/canonical.ts'
import type { UseCases } from '../use-cases.ts'
import { messageDetail, messageView } from '../views/message.ts'
import { waitingFor } from '../views/waiting.ts'
import type { UseCaseParts } from './use-case-parts.ts'

type MessageUseCases = Pick<
  UseCases,
  'send' | 'sendBatch' | 'message' | 'messages' | 'release' | 'cancel' | 'query' | 'replace' | 'states'
>

const RELEASED = 'released by a person'

/** Messages: sending them, finding them, and settling what waits for a person. */
export function messageUseCases(parts: UseCaseParts): MessageUseCases {
  const { store, intake, clock, definitions } = parts
  const message: UseCases['message'] = async (id) => {
    const record = await store.message(id as MessageId)
    if (!record) return refuse('not-found', `there is no message ${id}`)
    const [details, timeline] = await Promise.all([store.parts(record.id), store.timeline(record.id)])
    const [view] = await messageViews(parts, [record])
    return ok(messageDetail(view as MessageView, record, details, timeline, definitions.get(record.smscId)))
  }
  return {
    send: (caller, body, idempotency) => intake.send(caller, body, idempotency),
    sendBatch: (caller, messages, idempotency) => intake.sendBatch(caller, messages, idempotency),
    message,
    async messages(query) {
      const { number, smscId, class: messageClass, ...rest } = query
      const filter = { ...rest, messageClass, smscId: smscId as SmscId | undefined, number: number && lookUp(number) }
      const page = await store.messages(filter)
      return { items: await messageViews(parts, page.items), next: page.next }
    },
    states: async (ids) => store.messageStates(ids as readonly MessageId[]),
    async release(id, cutOffAtMs) {
      const record = await store.message(id as MessageId)
      if (!record) return refuse('not-found', `there is no message ${id}`)
      // Once more would be to hand it over once more: by now it may be uncertain again.
      if (cutOffAtMs !== undefined && (await wasReleased(store, record.id, cutOffAtMs))) return message(id)
      const open = (await store.parts(record.id)).filter(({ state }) => state === 'held' || state === 'uncertain')
      const requests = open.map(
        (part): ResolveRequest => ({
          part: { messageId: record.id, number: part.number },
          to: 'queued',
          atMs: clock.nowMs(),
          reason: RELEASED,
        }),
      )
      const results = requests.length > 0 ? await store.resolve(requests) : []
      if (!results.some((result) => result.changed)) {
        return refuse('state-conflict', `the message is ${record.state}; release takes one that is held or uncertain`)
      }
      parts.wake(record.smscId)
      return message(id)
    },
    cancel: (id, cutOffAtMs) => parts.operations.cancel(id, cutOffAtMs),
    query: (id) => parts.operations.query(id),
    replace: (id, text, cutOffAtMs) => parts.operations.replace(id, text, cutOffAtMs),
  }
}

async function wasReleased(store: Pick<Store, 'timeline'>, id: MessageId, sinceMs: number): Promise<boolean> {
  const timeline = await store.timeline(id)
  return timeline.some(
    ({ kind, atMs, detail }) => kind === 'message.released' && detail.reason === RELEASED && atMs >= sinceMs,
  )
}

/** Views with what each waits for; the figures of the queues are read once for all of them, and why one is held from its timeline. */
export async function messageViews(
  parts: UseCaseParts,
  records: readonly MessageRecord[],
): Promise<readonly MessageView[] & MessageView[]> {
  const waits = records.some((record) => record.state === 'accepted' || record.state === 'uncertain')
  const queues = waits ? await parts.store.queues() : []
  return Promise.all(
    records.map(async (record) => {
      const heldBecause = record.state === 'held' ? await whyHeld(parts.store, record.id) : undefined
      return messageView(record, reasonFor(parts, record, queues, heldBecause))
    }),
  )
}

async function whyHeld(store: Pick<Store, 'timeline'>, id: MessageId): Promise<string | undefined> {
  const held = (await store.timeline(id)).findLast(({ kind }) => kind === 'message.held')
  return held && String(held.detail.reason)
}

function reasonFor(
  parts: UseCaseParts,
  record: MessageRecord,
  queues: readonly QueueRecord[],
  heldBecause: string | undefined,
): string | null {
  const definition = parts.definitions.get(record.smscId)
  const { sendAtMs, messageClass } = record
  return waitingFor(record.state, {
    sendAtMs: sendAtMs !== null && sendAtMs > parts.clock.nowMs() ? sendAtMs : null,
    definition,
    hindrance: definition && parts.binds.hindrance(definition),
    queued: queues.find((queue) => queue.smscId === record.smscId)?.queued ?? 0,
    uncertainPolicy: messageClass === null ? undefined : definition?.classes[messageClass].uncertainPolicy,
    heldBecause,
  })
}

/** A number or sender as it is stored; what is neither is looked for as it stands, and found nowhere. */
function lookUp(number: string): string {
  const outcome: Outcome<string> = canonicalNumber(number)
  if (outcome.ok) return outcome.value
  const sender = canonicalSender(number)
  return sender.ok ? sender.value : number
}
