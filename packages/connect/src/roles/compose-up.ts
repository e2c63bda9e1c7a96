import { resolve } from 'node:path'
import { Edge } from '@smpp-connect/edge'
import { systemRandom } from '@smpp-connect/kernel'
import { InProcessLink } from '@smpp-connect/link'
import { Simulator } from '@smpp-connect/simulator'
import { dialSocket } from '@smpp-connect/smpp'
import { showEdge } from '../metrics/edge-figures.ts'
import { composeInside, type EdgeSide, type InsideOptions, type Node, type SimulatorSide } from './inside.ts'
import { orRefused } from './listening.ts'
import { defineSimulator, type SimulatorAccount, simulatorAccount } from './simulator-smsc.ts'
import { endsWithin } from './within.ts'

/** `connect up`: manager, edge and simulator in one process. Builds everything, ties it together and starts it. */
export async function composeUp(options: InsideOptions): Promise<Node> {
  const { dataDir } = options.settings
  const account = options.settings.simulator ? simulatorAccount(dataDir) : undefined
  const simulatorSide = account && simulatorOf(options, account)
  const inside = composeInside(options, edgeWithin(options), simulatorSide)
  await inside.start()
  const simulator = simulatorSide?.simulator
  if (simulator && account) await defineSimulator(inside.useCases, dataDir, account, simulator.address())
  return inside.node({
    simulator: simulator && account ? { ...simulator.address(), systemId: account.systemId } : undefined,
    link: undefined,
  })
}

/** An edge in this process: the link is a function call. */
function edgeWithin({ clock, log, borders }: InsideOptions): EdgeSide {
  const link = new InProcessLink()
  const edge = new Edge({
    manager: link.toManager,
    clock,
    random: systemRandom,
    log: log.with({ room: 'edge' }),
    dial: borders && ((definition) => borders.dial(definition, dialSocket(definition))),
  })
  return {
    port: link.toEdge,
    join: (manager) => link.join(edge, manager),
    components: [edge],
    showFigures: (metrics) => showEdge(metrics, edge, clock),
    drain: (withinMs) => endsWithin(clock, withinMs, edge.drain()),
  }
}

function simulatorOf({ settings, clock, log }: InsideOptions, account: SimulatorAccount): SimulatorSide {
  const { simulatorHost: host, simulatorPort: port } = settings
  const simulator = new Simulator({
    host,
    port,
    accounts: [{ systemId: account.systemId, password: account.password }],
    journalFile: resolve(settings.dataDir, 'simulator.journal'),
    damagedJournal: 'set-aside',
    clock,
    random: systemRandom,
    log: log.with({ room: 'simulator' }),
  })
  return {
    simulator,
    component: {
      name: 'simulator',
      start: () => orRefused('the simulator', host, port, '--simulator-port', () => simulator.start()),
      drain: () => simulator.drain(),
      stop: () => simulator.stop(),
    },
  }
}
