/** The versions of the protocol whose limits the codec knows. */
export type SmppVersion = '3.3' | '3.4' | '5.0'

/** A side of a session: the client (External Short Messaging Entity) or the message centre. */
export type Role = 'esme' | 'mc'

/** The session states of 5.0 section 2.3; 3.4 knows all but OUTBOUND and UNBOUND. */
export type StateName = 'OPEN' | 'OUTBOUND' | 'BOUND_TX' | 'BOUND_RX' | 'BOUND_TRX' | 'UNBOUND' | 'CLOSED'

/** Limits of one version where they are narrower than the permissive ones of the row. */
export type FieldLimits = {
  readonly min?: number
  readonly max?: number
  readonly minOctets?: number
  readonly maxOctets?: number
  readonly sizes?: readonly number[]
}

/** One field of a command's mandatory part, in wire order. Sizes of C-octet strings count the NUL. */
export type FieldSpec = {
  readonly name: string
  readonly key: string
  readonly type:
    | 'integer'
    | 'c_octet_string'
    | 'time'
    | 'octet_string'
    | 'dest_address_list'
    | 'unsuccess_sme_list'
    | 'c_octet_string_list'
  /** Integers: width on the wire. */
  readonly octets?: 1 | 2 | 4
  readonly min?: number
  readonly max?: number
  readonly minOctets?: number
  readonly maxOctets?: number
  /** Times: the allowed sizes, the NUL included. */
  readonly sizes?: readonly number[]
  /** Name of the table that gives the values their meaning. */
  readonly meaning?: string
  /** This integer is the length or count of the field with that key and is not part of the PDU model. */
  readonly counts?: string
  /** Spec name of the integer field that carries this field's length or count. */
  readonly countField?: string
  /** Lists of structures: the fields of one entry. */
  readonly item?: readonly FieldSpec[]
  /** Lists of structures that start with a discriminator octet: the fields for each of its values. */
  readonly cases?: Readonly<Record<string, readonly FieldSpec[]>>
  readonly byVersion?: Readonly<Partial<Record<SmppVersion, FieldLimits>>>
  readonly note?: string
}

/** One command (PDU type). `states` says in which session states a side may SEND it (3.4 table 2-1, 5.0 section 2.4). */
export type CommandSpec = {
  readonly name: string
  readonly id: number
  readonly kind: 'request' | 'response' | 'notification'
  readonly response?: string
  readonly request?: string
  readonly versions: readonly SmppVersion[]
  readonly direction: readonly ('esme_to_mc' | 'mc_to_esme')[]
  readonly states: Readonly<Partial<Record<SmppVersion, Readonly<Record<Role, readonly StateName[]>>>>>
  readonly fields: readonly FieldSpec[]
  readonly mandatoryTlvs: readonly string[]
  readonly tlvs: Readonly<Partial<Record<SmppVersion, readonly string[]>>>
  readonly sections: Readonly<Partial<Record<SmppVersion, string>>>
  readonly notes?: readonly string[]
}

/** One standard TLV. Lengths are those of the value; a C-octet string's length counts its NUL. */
export type TlvSpec = {
  readonly name: string
  readonly key: string
  readonly tag: number
  readonly type: 'integer' | 'c_octet_string' | 'octet_string'
  readonly minOctets: number
  readonly maxOctets: number
  readonly lengthsByVersion?: Readonly<Partial<Record<SmppVersion, readonly number[]>>>
  readonly repeatable: boolean
  readonly versions: readonly SmppVersion[]
  readonly technology: string
  readonly min?: number
  readonly max?: number
  readonly default?: number
  readonly meaning?: string
  readonly values?: Readonly<Record<string, string>>
  readonly ranges?: readonly (readonly [from: number, to: number, meaning: string])[]
  readonly format?: string
  readonly aliases?: readonly string[]
  readonly note?: string
  readonly mandatoryIn: Readonly<Partial<Record<SmppVersion, readonly string[]>>>
  readonly pdus: Readonly<Partial<Record<SmppVersion, readonly string[]>>>
}

/**
 * What kind of trouble a status is: `permanent` (do not retry this message), `temporary` (retry later), `throttle` (pause
 * and lower the rate of the link), `bind_fatal` (configuration: no fast reconnect), `bind_temporary` (reconnect with
 * back-off), `protocol` (a codec or configuration problem: keep the session, do not retry), `ok`.
 */
export type StatusClass = 'ok' | 'permanent' | 'temporary' | 'throttle' | 'bind_fatal' | 'bind_temporary' | 'protocol'

/** One command_status value. */
export type StatusSpec = {
  readonly code: number
  readonly name: string
  readonly versions: readonly SmppVersion[]
  readonly meaning: string
  readonly class: StatusClass
  readonly retryMessage: boolean
  readonly handling: string
  readonly alias?: string
}

/** A name that a line of products gave to a reserved status number. */
export type LegacyStatus = { readonly code: number; readonly name: string }

/** A meaning that one vendor gives to a status number. */
export type VendorStatusExample = { readonly code: number; readonly vendor: string; readonly meaning: string }

/** A tag outside the specification and who uses it for what. */
export type VendorTlvExample = {
  readonly tag: number
  readonly name: string
  readonly type: string
  readonly source: string
  readonly note?: string
}
