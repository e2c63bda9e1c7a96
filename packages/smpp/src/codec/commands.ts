import type { CommandName, RequestName, ResponseNameOf } from './model/pdu.ts'
import { COMMANDS } from './tables/commands.ts'
import type { CommandSpec } from './tables/spec-types.ts'

/** Bit 31 of a command_id marks a response (3.4 section 5.1.2). */
export const RESPONSE_BIT = 0x80000000

const byId = new Map<number, CommandSpec & { readonly name: CommandName }>()
const byName = new Map<string, CommandSpec & { readonly name: CommandName }>()
/** Kept apart from the rows: every answer asks, and the rows are of many shapes. */
const responses = new Map<string, string>()
for (const command of COMMANDS as readonly (CommandSpec & { readonly name: CommandName })[]) {
  byId.set(command.id, command)
  byName.set(command.name, command)
  if (command.response !== undefined) responses.set(command.name, command.response)
}

/** The table row of a command. */
export function commandSpec(name: CommandName): CommandSpec & { readonly name: CommandName } {
  const spec = byName.get(name)
  if (spec === undefined) throw new TypeError(`no SMPP command is called ${JSON.stringify(name)}`)
  return spec
}

/** The table row of a command_id, or undefined if no version of the protocol defines it. */
export function commandSpecOfId(id: number): (CommandSpec & { readonly name: CommandName }) | undefined {
  return byId.get(id)
}

/** The command_id of a command: `commandId('submit_sm')` is 4. */
export function commandId(name: CommandName): number {
  return commandSpec(name).id
}

/** The name of a command_id, or undefined if no version of the protocol defines it. */
export function commandName(id: number): CommandName | undefined {
  return byId.get(id)?.name
}

/** Whether a command_id is that of a response. Holds for unknown ids as well. */
export function isResponseId(id: number): boolean {
  return id >= RESPONSE_BIT
}

/** The response that answers a request: `responseName('submit_sm')` is `submit_sm_resp`. */
export function responseName<C extends RequestName>(name: C): ResponseNameOf<C> {
  return (responses.get(name) ?? commandSpec(name).response) as ResponseNameOf<C>
}
