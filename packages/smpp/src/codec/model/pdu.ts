import type { PduBase } from './parts.ts'
import type { PduMap, RequiredKeys, ResponseNames, Tlvs } from './pdus.generated.ts'

/** The specification's name of a command, `submit_sm` say. */
export type CommandName = keyof PduMap

/** A request that is answered. */
export type RequestName = keyof ResponseNames

/** A response, `generic_nack` included. */
export type ResponseName = ResponseNames[RequestName] | 'generic_nack'

/** The response to a request. */
export type ResponseNameOf<C extends RequestName> = ResponseNames[C]

/** A PDU whose command_id is in no table. The body is kept as it came. */
export interface UnknownPdu extends PduBase<'unknown'> {
  readonly commandId: number
  readonly body: Uint8Array
}

/** The PDU of one command. */
export type PduOf<C extends CommandName> = PduMap[C]

/** Any PDU whose command is known. */
export type KnownPdu = PduMap[CommandName]

/** Any PDU, discriminated by `command`. */
export type Pdu = KnownPdu | UnknownPdu

/** The body fields of a command: all that is neither header nor TLV. */
type BodyKeys<C extends CommandName> = Exclude<keyof PduOf<C>, keyof PduBase<C> | 'tlvs'>

/**
 * What an encoder is given: the command, the fields without a sensible default, and whatever else should differ from the
 * default. The sequence number may come with the encode options instead.
 */
export type PduInput<C extends CommandName = CommandName> = C extends CommandName
  ? { readonly command: C; readonly commandStatus?: number; readonly sequenceNumber?: number; readonly tlvs?: Tlvs } & {
      readonly [K in BodyKeys<C> & RequiredKeys[C]]: PduOf<C>[K]
    } & { readonly [K in Exclude<BodyKeys<C>, RequiredKeys[C]>]?: PduOf<C>[K] }
  : never

/** The input of a command without the header: what a session's typed request methods take. */
export type PduFields<C extends CommandName> = Omit<PduInput<C>, 'command' | 'commandStatus' | 'sequenceNumber'>
