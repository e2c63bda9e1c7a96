import type { CommandName } from '../codec/model/pdu.ts'
import { COMMANDS } from '../codec/tables/commands.ts'
import type { CommandSpec } from '../codec/tables/spec-types.ts'
import { bindTypeOf } from './bind.ts'
import { receivableStates } from './state-matrix.ts'

/** How a session takes a PDU: by itself, or by handing it on. */
export type IncomingKind = 'response' | 'bind' | 'enquire_link' | 'other' | 'unknown'

/** All that a session wants to know of a command that comes, found in one step by its command_id. */
export interface CommandTraits {
  readonly kind: IncomingKind
  /** Of a response: the request that it answers by the book; what else it may answer, `belongsTo` says. */
  readonly answers: string | undefined
  /** The states in which it is taken, as bits, by the side that sent it. */
  readonly fromEsme: number
  readonly fromMc: number
}

/** A command_id has nine bits that tell commands apart, and bit 31 for responses (3.4 section 5.1.2). */
const plainBits = 0x1ff
const unknown: CommandTraits = { kind: 'unknown', answers: undefined, fromEsme: 0, fromMc: 0 }
const byIndex: CommandTraits[] = new Array<CommandTraits>(2 * (plainBits + 1)).fill(unknown)

function indexOf(commandId: number): number {
  return (commandId & plainBits) | ((commandId >>> 31) * (plainBits + 1))
}

function kindOf(spec: CommandSpec): IncomingKind {
  if (spec.kind === 'response') return 'response'
  if (spec.name === 'enquire_link') return 'enquire_link'
  return bindTypeOf(spec.name) === undefined ? 'other' : 'bind'
}

for (const spec of COMMANDS as readonly CommandSpec[]) {
  byIndex[indexOf(spec.id)] = {
    kind: kindOf(spec),
    answers: COMMANDS.find((request: CommandSpec) => request.response === spec.name)?.name,
    fromEsme: receivableStates(spec.name as CommandName, 'esme'),
    fromMc: receivableStates(spec.name as CommandName, 'mc'),
  }
}

/** What is to be known of a command_id. */
export function traitsOf(commandId: number): CommandTraits {
  return (commandId & 0x7fff_fe00) === 0 ? byIndex[indexOf(commandId)]! : unknown
}

/** Whether a command is taken in the state with that bit, from the peer that `fromMc` says. */
export function isTaken(traits: CommandTraits, fromMc: boolean, stateBit: number): boolean {
  return ((fromMc ? traits.fromMc : traits.fromEsme) & stateBit) !== 0
}
