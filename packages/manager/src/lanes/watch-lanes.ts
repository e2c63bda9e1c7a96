import { leavesThroughIt, type SmscDefinition, type SmscId } from '@smpp-connect/contracts'
import type { Clock, Log } from '@smpp-connect/kernel'
import type { Store } from '@smpp-connect/store'
import type { Edges } from '../edges.ts'
import { silenceOf } from '../views/edge.ts'
import type { Lanes } from './lanes.ts'
import type { Watchdog } from './watchdog.ts'

export interface LaneWatchParts {
  readonly store: Pick<Store, 'queues'>
  readonly clock: Clock
  readonly log: Log
  readonly lanes: Pick<Lanes, 'of'>
  readonly watchdog: Watchdog
  readonly definitions: readonly SmscDefinition[]
  /** Whether it takes submits. */
  readonly isBound: (smscId: SmscId) => boolean
  /** The edge whose bind takes submits, where edges are processes of their own. */
  readonly holder: (smscId: SmscId) => string | undefined
  readonly edges?: Pick<Edges, 'views'> | undefined
}

/** Nothing may stand still for which there is work and room. */
export async function watchLanes(parts: LaneWatchParts): Promise<void> {
  const { store, clock, log, lanes, watchdog, definitions, isBound, holder, edges } = parts
  const queues = await store.queues()
  const views = edges?.views() ?? []
  for (const definition of definitions) {
    const { id: smscId } = definition
    const { credit, moves } = lanes.of(smscId)
    const queue = queues.find((one) => one.smscId === smscId)
    const due = queue ? queue.queued - queue.delayed : 0
    const isUp = isBound(smscId) && leavesThroughIt(definition)
    const edge = views.find(({ edgeId }) => edgeId === holder(smscId))
    const silence = edge && silenceOf(edge)
    const why = watchdog.look({ smscId, isUp, due, credit, moves, silence }, clock.monotonicMs())
    if (why !== undefined) log.error('nothing moves', { smscId, cause: why })
  }
}
