import { type ClientOptions, type ClientState, SmppClient } from '../../src/index.ts'
import {
  MemoryNetwork,
  type MemoryPipeOptions,
  ScriptedSmsc,
  TrafficSpy,
  VirtualClock,
} from '../../src/testing/index.ts'

/** One client and one scripted SMSC on a memory network and a virtual clock. */
export class ClientWorld {
  readonly clock = new VirtualClock()
  readonly network: MemoryNetwork
  readonly spy = new TrafficSpy()
  readonly states: ClientState[] = []
  smsc!: ScriptedSmsc
  client!: SmppClient

  private constructor(pipe: MemoryPipeOptions) {
    this.network = new MemoryNetwork({ clock: this.clock, ...pipe })
  }

  static async start(options: Partial<ClientOptions> = {}, pipe: MemoryPipeOptions = {}): Promise<ClientWorld> {
    const world = new ClientWorld(pipe)
    await world.listen()
    world.client = new SmppClient({
      host: 'smsc.example',
      systemId: 'me',
      password: 'secret',
      clock: world.clock,
      random: () => 0,
      dial: (signal) => world.network.dial(world.port)(signal),
      onTrace: world.spy.hook,
      onState: (state) => world.states.push(state),
      ...options,
    })
    return world
  }

  /** A world whose client is bound. */
  static async bound(options: Partial<ClientOptions> = {}, pipe: MemoryPipeOptions = {}): Promise<ClientWorld> {
    const world = await ClientWorld.start(options, pipe)
    world.client.start()
    await world.clock.settle()
    if (world.client.state.kind !== 'bound') throw new Error(`not bound but ${world.client.state.kind}`)
    return world
  }

  readonly port = 2775

  async listen(): Promise<void> {
    this.smsc = await ScriptedSmsc.start({ listen: this.network.listen(this.port), clock: this.clock })
  }

  /** The kinds of the states passed. */
  get story(): string[] {
    return this.states.map((state) => state.kind)
  }
}
