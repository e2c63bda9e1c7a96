import { ConnectNode, type ProfileSettings } from './connect-node.ts'
import { KANNEL_USER, KannelNode } from './kannel-node.ts'
import { type Measured, measure, type Stage } from './measure.ts'

/** One way of loading a gateway. */
export interface Case {
  readonly name: string
  readonly gateway: 'connect' | 'kannel'
  /** Another checkout whose Connect is measured; left out, this one's. */
  readonly checkout?: string
  /** Texts in a request. */
  readonly perRequest: number
  readonly connections: number
  readonly windowSize: number
  /** How long the SMSC takes to answer. */
  readonly answerAfterMs: number
  readonly count: number
  readonly warmUp: number
  /** Paced at half of the rate that this case reached; left out, as fast as it goes. */
  readonly halfOf?: string
  /** How long a paced run is to last; its count follows from its pace. */
  readonly seconds?: number
}

export interface Sizes {
  readonly count: number
  readonly windowSize: number
}

const AT_ONCE = { answerAfterMs: 0 }
/** Connections that carry one text a request. */
const SINGLES = 64
/** Connections that carry batches: enough that one is always being read while another is being stored. */
const BATCHES = 4
/** The largest batch of the API. */
const MOST_PER_BATCH = 500

/** A paced run begins on a gateway that had its pace for so long: the engine compiles what is busy, and as it is busy. */
const WARM_UP_SECONDS = 4

/** All cases, in the order in which each round goes through them. */
export function allCases({ count, windowSize }: Sizes): readonly Case[] {
  const warmUp = count
  const some = { windowSize, warmUp, ...AT_ONCE }
  const batch = 'batches of 500'
  const single = 'one POST per text, 64 at a time'
  return [
    { ...some, name: batch, gateway: 'connect', perRequest: MOST_PER_BATCH, connections: BATCHES, count },
    { ...some, name: single, gateway: 'connect', perRequest: 1, connections: SINGLES, count: count / 2 },
    {
      ...some,
      name: 'answers after 50 ms, window 100',
      gateway: 'connect',
      perRequest: MOST_PER_BATCH,
      connections: BATCHES,
      windowSize: 100,
      answerAfterMs: 50,
      count: count / 2,
    },
    {
      ...some,
      name: 'half load, batches of 20',
      gateway: 'connect',
      perRequest: 20,
      connections: SINGLES,
      count,
      halfOf: batch,
      seconds: count / 10_000,
    },
    {
      ...some,
      name: 'half load, one POST per text',
      gateway: 'connect',
      perRequest: 1,
      connections: SINGLES,
      count,
      halfOf: single,
      seconds: count / 10_000,
    },
    {
      ...some,
      name: 'Kannel, one GET per text',
      gateway: 'kannel',
      perRequest: 1,
      connections: SINGLES,
      count,
    },
  ]
}

export interface CaseManner {
  /** Where the gateway keeps its data, in a folder of its own. */
  readonly directory: string
  /** Texts a second; null: as fast as it goes. */
  readonly perSecond: number | null
  /** The profiles that the threads of Connect make; left out, they make none. */
  readonly profile: ProfileSettings | undefined
  /** Of node, for Connect. */
  readonly flags: readonly string[]
}

/** Runs a case once, on a gateway of its own that was warmed up. */
export async function runCase(of: Case, stage: Stage, manner: CaseManner): Promise<Measured> {
  const { directory, perSecond, profile, flags } = manner
  const { perRequest, connections, windowSize, answerAfterMs, seconds } = of
  const whole = (count: number): number => Math.ceil(count / perRequest) * perRequest
  const isPaced = perSecond !== null && seconds !== undefined
  const count = whole(isPaced ? perSecond * seconds : of.count)
  const warmUp = whole(isPaced ? perSecond * WARM_UP_SECONDS : of.warmUp)
  const { gateway, target } = of.gateway === 'connect' ? await openConnect() : await openKannel()
  try {
    const warm = {
      target,
      firstIndex: 0,
      count: warmUp,
      answerAfterMs: 0,
      manner: { connections, perSecond },
    }
    await measure(stage, gateway, warm)
    const run = { target, firstIndex: warm.count, count, answerAfterMs, manner: { connections, perSecond } }
    return await measure(stage, gateway, run)
  } finally {
    await gateway.stop()
  }

  async function openConnect() {
    const gateway = await ConnectNode.start(directory, { checkout: of.checkout, profile, flags })
    const smscId = await gateway.bind(stage.smscPort, windowSize)
    const target = { kind: 'connect', port: gateway.port, key: gateway.key, smscId, perRequest } as const
    return { gateway, target }
  }

  async function openKannel() {
    const gateway = await KannelNode.start(directory, stage, windowSize)
    const target = { kind: 'kannel', port: gateway.port, ...KANNEL_USER, receiptsPort: stage.receiptsPort } as const
    return { gateway, target }
  }
}
