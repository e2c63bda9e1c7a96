import { subscribe } from 'node:diagnostics_channel'
import type { Dial, Transport, TransportHandler } from '@smpp-connect/smpp'
import type { Store } from '@smpp-connect/store'
import type { Borders } from '../../src/roles/inside.ts'
import type { KillPoint } from './kill-points.ts'
import type { Passages } from './passages.ts'
import { PduWatch, SUBMIT_SM, SUBMIT_SM_RESP } from './pdu-watch.ts'

type Operation = (...args: unknown[]) => Promise<unknown>
/** What passes a point before an operation of the store is asked for, and after it is durable. */
interface Watch<Does> {
  readonly before?: KillPoint
  readonly after?: Does extends (...args: infer Args) => Promise<infer Result>
    ? (args: Args, result: Result) => readonly KillPoint[]
    : never
}

const OF_THE_STORE: { readonly [Name in keyof Store]?: Watch<Store[Name]> } = {
  storedAnswer: { before: 'K1' },
  accept: { after: () => ['K3'] },
  lease: { after: (_, { parts }) => (parts.length > 0 ? ['K5'] : []) },
  recordSubmits: { after: () => ['K10'] },
  recordReceipts: { after: () => ['K11'] },
  recordInbound: {
    after: ([batch], results) =>
      results.map(({ kind }, index) => (batch[index]?.segment && kind === 'part-kept' ? 'K12' : 'K11 text')),
  },
  putSmsc: { before: 'K15', after: () => ['K15 stored'] },
  markUncertain: { after: (_, count) => (count > 0 ? ['R uncertain'] : []) },
  resolve: { after: (_, results) => (results.length > 0 ? ['R policy'] : []) },
}

/**
 * Borders of a Connect that counts its passages, and dies at the planned one. With `lies` the store says that texts are
 * accepted a while before it begins to store them: for seeing whether a harness notices.
 */
export function killingBorders(passages: Passages, lies = false): Borders {
  subscribe('http.server.response.finish', (message) => {
    const { response } = message as { readonly response: { readonly statusCode: number } }
    if (response.statusCode === 202) passages.pass('K4')
  })
  return {
    store: (store) => watchedStore(lies ? lyingStore(store) : store, passages),
    dial: (_definition, dial) => watchedDial(dial, passages),
  }
}

const LIES_FOR_MS = 100

function lyingStore(store: Store): Store {
  const accept: Store['accept'] = async (batch) => {
    setTimeout(() => void store.accept(batch), LIES_FOR_MS)
    return { kind: 'stored', conversationIds: batch.messages.map(({ conversationId }) => conversationId) }
  }
  return new Proxy(store, {
    get(target, name) {
      const member = Reflect.get(target, name, target) as unknown
      if (name === 'accept') return accept
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
}

function watchedStore(store: Store, passages: Passages): Store {
  return new Proxy(store, {
    get(target, name) {
      const member = Reflect.get(target, name, target) as unknown
      if (typeof member !== 'function') return member
      const points = OF_THE_STORE[name as keyof Store] as Watch<Operation> | undefined
      if (!points) return member.bind(target)
      return async (...args: unknown[]) => {
        if (points.before) passages.pass(points.before)
        const result = await (member as Operation).apply(target, args)
        for (const point of points.after?.(args, result) ?? []) passages.pass(point)
        return result
      }
    },
  })
}

function watchedDial(dial: Dial, passages: Passages): Dial {
  return async (signal) => watchedTransport(await dial(signal), passages)
}

function watchedTransport(transport: Transport, passages: Passages): Transport {
  const outgoing = new PduWatch()
  const incoming = new PduWatch()
  return {
    peer: transport.peer,
    secure: transport.secure,
    open: (handler) => transport.open(watchedHandler(handler, incoming, passages)),
    write(octets) {
      const submits = outgoing.take(octets).filter(({ command }) => command === SUBMIT_SM)
      for (const { startsAt, endsAt } of submits) {
        passages.pass('K6')
        if (!passages.comesTo('K7')) continue
        transport.write(octets.subarray(0, Math.floor((startsAt + endsAt) / 2)))
        passages.kill()
      }
      const isTaken = transport.write(octets)
      for (const _ of submits) passages.pass('K8')
      return isTaken
    },
    pause: () => transport.pause(),
    resume: () => transport.resume(),
    end: () => transport.end(),
    destroy: () => transport.destroy(),
  }
}

function watchedHandler(handler: TransportHandler, incoming: PduWatch, passages: Passages): TransportHandler {
  return {
    received(chunk) {
      for (const { command } of incoming.take(chunk)) if (command === SUBMIT_SM_RESP) passages.pass('K9')
      handler.received(chunk)
    },
    drained: () => handler.drained(),
    closed: (end) => handler.closed(end),
  }
}
