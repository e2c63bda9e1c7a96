import type { BlockedPair, SmscId } from '@smpp-connect/contracts'
import type { Log } from '@smpp-connect/kernel'
import type { Reply, Session } from '../session/session.ts'
import { bindTrialFromWire, bindTriedToWire } from '../wire/bind-trial.ts'
import type { FrameKind } from '../wire/frame.ts'
import type { Blocks, Definitions, Orders, TryBind } from '../wire/link.generated.ts'
import { operationAnswerToWire, operationFromWire } from '../wire/operation.ts'
import { orderFromWire } from '../wire/order.ts'
import { DefinitionCache } from './definition-cache.ts'
import type { RemoteEdge } from './remote-edge.ts'

export interface EdgeWorkParts {
  readonly edge: RemoteEdge
  readonly log: Log
  readonly onRevoked: (serials: readonly string[]) => void
  readonly onAuthorities: (certificates: readonly Uint8Array[]) => void
  readonly onSeatsChanged: () => void
  /** The cache is as the manager has told it, but for these, which are not understood. */
  readonly onDefined: (notUnderstood: readonly SmscId[]) => void
}

/** What the manager asks of the edge, handed over and answered. */
export class EdgeWork {
  readonly #parts: EdgeWorkParts
  readonly #cache = new DefinitionCache()

  constructor(parts: EdgeWorkParts) {
    this.#parts = parts
  }

  submit({ orders }: Orders): void {
    this.#parts.edge.submit(orders.map(orderFromWire))
  }

  /** The link broke. */
  cutOff(): void {
    this.#cache.reset()
    this.#parts.edge.recall('the link to the manager is down')
  }

  came(session: Session, kind: FrameKind, reply: Reply): void {
    switch (kind.case) {
      case 'definitions':
        this.#define(session, kind.value)
        return
      case 'blocks':
        this.#block(session, kind.value)
        return
      case 'operate': {
        const order = operationFromWire(kind.value)
        if (!order) {
          reply.send(NOT_SUPPORTED)
          return
        }
        this.#parts.edge
          .operate(order)
          .then(
            (answer) => reply.send({ case: 'operationDone', value: operationAnswerToWire(answer) }),
            this.#failed('operation'),
          )
        return
      }
      case 'tryBind':
        this.#tryBind(kind.value, reply)
        return
      case 'drain':
        this.#parts.edge
          .drain()
          .then(
            () => reply.send({ case: 'drained', value: { $typeName: 'connect.link.v1.Drained' } }),
            this.#failed('drain'),
          )
        return
      case 'revoked':
        this.#parts.onRevoked(kind.value.serials)
        return
      case 'authorities':
        this.#parts.onAuthorities(kind.value.certificates)
        return
      case 'seatsChanged':
        this.#parts.onSeatsChanged()
        return
      default:
        // Known to this version, but not meant for an edge.
        if (reply.expected) reply.send(NOT_SUPPORTED)
    }
  }

  #define(session: Session, push: Definitions): void {
    const { edge, log, onDefined } = this.#parts
    const { definitions, unreadable } = this.#cache.take(push)
    for (const { smscId, reason } of unreadable) log.error('definition not understood', { smscId, cause: reason })
    if (!definitions) return
    onDefined(this.#cache.notUnderstood)
    edge.applyDefinitions(definitions).then(() => {
      // What is not understood is not confirmed: the manager shows this edge as stale.
      if (unreadable.length > 0) return
      const { revision } = push
      const value = { $typeName: 'connect.link.v1.DefinitionsApplied' as const, revision }
      session.say({ case: 'definitionsApplied', value })
    }, this.#failed('definitions'))
  }

  #tryBind(asked: TryBind, reply: Reply): void {
    const order = bindTrialFromWire(asked)
    const answer =
      typeof order === 'string'
        ? Promise.resolve({ kind: 'not-tried', reason: order } as const)
        : this.#parts.edge.tryBind(order)
    answer.then(
      (answered) => reply.send({ case: 'bindTried', value: bindTriedToWire(answered) }),
      this.#failed('bind trial'),
    )
  }

  #block(session: Session, { number, pairs, everything }: Blocks): void {
    const { edge } = this.#parts
    if (everything) edge.recall('more was blocked than could be told one by one')
    else edge.block(pairs.map(({ source, destination }): BlockedPair => ({ source: source ?? null, destination })))
    session.say({ case: 'blocksApplied', value: { $typeName: 'connect.link.v1.BlocksApplied', through: number } })
  }

  #failed(what: string): (failure: unknown) => void {
    return (failure) => this.#parts.log.error('the edge failed', { what, cause: String(failure) })
  }
}

const NOT_SUPPORTED: FrameKind = { case: 'notSupported', value: { $typeName: 'connect.link.v1.NotSupported' } }
