import { seededRandom } from '@smpp-connect/kernel'
import {
  type BindType,
  type ClientOptions,
  type HandlerResult,
  type PduFields,
  type PduOf,
  SmppClient,
} from '@smpp-connect/smpp'
import { planText, type TextOptions } from '@smpp-connect/smpp/text'
import { eventually, VirtualClock } from '@smpp-connect/testkit'
import { Simulator, type SimulatorOptions } from '../src/index.ts'

export const ACCOUNT = { systemId: 'shop', password: 'secret' }
export const OTHER_ACCOUNT = { systemId: 'bank', password: 'hidden' }

/** A bound ESME that keeps what it is sent, and answers as told. */
export class Esme {
  readonly client: SmppClient
  readonly delivered: PduOf<'deliver_sm'>[] = []
  /** How deliver_sm are answered. */
  answer: (pdu: PduOf<'deliver_sm'>) => HandlerResult = () => 0

  constructor(options: Omit<ClientOptions, 'onRequest'>) {
    this.client = new SmppClient({
      ...options,
      reconnect: false,
      windowSize: 1_000,
      onRequest: (request) => {
        if (request.command !== 'deliver_sm') return 'ESME_RINVCMDID'
        // A copy: the PDU is a view on the socket's memory.
        this.delivered.push({ ...request, shortMessage: Uint8Array.from(request.shortMessage) })
        return this.answer(request)
      },
    })
  }

  /** Submits one short message; the id it got, or how else it ended. */
  async submit(fields: Partial<PduFields<'submit_sm'>> & { readonly destinationAddr: string }): Promise<string> {
    const outcome = await this.client.submitSm({ sourceAddr: '12345', shortMessage: Buffer.from('hello'), ...fields })
    if (outcome.kind === 'answered') return outcome.response.messageId
    return outcome.kind === 'refused' ? `status ${outcome.status}` : outcome.kind
  }

  /** Submits a text in as many parts as it takes. */
  async send(to: string, text: string, options: TextOptions = {}): Promise<readonly string[]> {
    const plan = planText(text, options)
    if (plan.kind === 'refused') throw new Error(`refused: ${plan.problem}`)
    return Promise.all(
      plan.parts.map(({ payload, esmClassBits, tlvs }) =>
        this.submit({
          destinationAddr: to,
          esmClass: esmClassBits,
          dataCoding: plan.dataCoding,
          shortMessage: payload,
          tlvs,
        }),
      ),
    )
  }
}

/** A simulator on a free port of the loopback, on a clock of its own, and the ESMEs that are bound to it. */
export class World {
  readonly clock: VirtualClock
  readonly simulator: Simulator
  readonly #clients: SmppClient[] = []

  private constructor(options: Partial<SimulatorOptions>, clock: VirtualClock) {
    this.clock = clock
    this.simulator = new Simulator({
      port: 0,
      accounts: [ACCOUNT, OTHER_ACCOUNT],
      clock,
      random: seededRandom(7),
      ...options,
    })
  }

  static async start(options: Partial<SimulatorOptions> = {}, clock = new VirtualClock()): Promise<World> {
    const world = new World(options, clock)
    await world.simulator.start()
    return world
  }

  /** An ESME that is on its way to be bound. */
  esme(options: Partial<ClientOptions> = {}): Esme {
    const { host, port } = this.simulator.address()
    const esme = new Esme({ host, port, ...ACCOUNT, bindType: 'transceiver', clock: this.clock, ...options })
    this.#clients.push(esme.client)
    esme.client.start()
    return esme
  }

  async bind(bindType: BindType = 'transceiver', account = ACCOUNT): Promise<Esme> {
    const esme = this.esme({ bindType, ...account })
    await esme.client.bound()
    return esme
  }

  /** Lets time pass, in steps, until the probe says so. */
  until<Value>(what: string, probe: () => Value | undefined | false, stepMs = 50): Promise<Value> {
    return eventually(what, async () => {
      await this.clock.advance(stepMs)
      return probe()
    })
  }

  /** The texts of a phone, oldest first. */
  texts(number: string): readonly string[] {
    const page = this.simulator.texts(number, { limit: 1_000 })
    return (page?.items ?? []).map(({ text }) => text).reverse()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.close()))
    await this.simulator.stop()
  }
}
