import { decodePdu } from '../codec/decode.ts'
import type { CommandName, Pdu, PduOf } from '../codec/model/pdu.ts'
import type { TraceEvent, TraceHook } from '../session/trace.ts'

/** A PDU that passed. */
export interface SpiedPdu {
  readonly direction: 'in' | 'out'
  readonly pdu: Pdu
  readonly atMs: number
}

/** Records what a client or server sends and receives: hand its `hook` over as `onTrace`. */
export class TrafficSpy {
  readonly events: TraceEvent[] = []
  readonly pdus: SpiedPdu[] = []

  readonly hook: TraceHook = (event) => {
    this.events.push(event)
    const outcome = decodePdu(event.octets)
    if (outcome.kind === 'pdu') this.pdus.push({ direction: event.direction, pdu: outcome.pdu, atMs: event.atMs })
  }

  /** PDUs of one command in one direction. */
  all<C extends CommandName>(direction: 'in' | 'out', command: C): PduOf<C>[] {
    return this.pdus
      .filter((spied) => spied.direction === direction && spied.pdu.command === command)
      .map((spied) => spied.pdu as PduOf<C>)
  }

  /** The names of all commands in order, `>` for out and `<` for in: `['>bind_transceiver', '<bind_transceiver_resp']`. */
  get story(): string[] {
    return this.pdus.map(({ direction, pdu }) => `${direction === 'out' ? '>' : '<'}${pdu.command}`)
  }

  clear(): void {
    this.events.length = 0
    this.pdus.length = 0
  }
}
