import fc from 'fast-check'
import { COMMANDS, type CommandSpec, type FieldSpec, type KnownPdu, TLVS, type TlvSpec } from '../../src/codec/index.ts'

const char = fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code))
const text = (maxOctets: number) => fc.array(char, { maxLength: maxOctets - 1 }).map((chars) => chars.join(''))
const time = fc.constantFrom('', '020610233429000R', '111019080000002+')

/** Any value of a field within the widest limits of its row. */
function field(spec: FieldSpec): fc.Arbitrary<unknown> {
  switch (spec.type) {
    case 'integer':
      return fc.integer({ min: spec.min!, max: spec.max! })
    case 'c_octet_string':
      return text(spec.maxOctets!)
    case 'time':
      return time
    case 'octet_string':
      return fc.uint8Array({ maxLength: Math.min(140, spec.maxOctets!) })
    case 'c_octet_string_list':
      return fc.array(text(spec.item![0]!.maxOctets!), { maxLength: 4 })
    case 'unsuccess_sme_list':
      return fc.array(fields(spec.item!), { maxLength: 4 })
    case 'dest_address_list': {
      const cases = Object.entries(spec.cases!)
      const entries = cases.map(([flag, specs]) => fields(specs).map((entry) => ({ destFlag: Number(flag), ...entry })))
      return fc.array(fc.oneof(...entries), { minLength: 1, maxLength: 4 })
    }
  }
}

function fields(specs: readonly FieldSpec[]): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(Object.fromEntries(specs.filter((spec) => !spec.counts).map((spec) => [spec.key, field(spec)])))
}

function tlv(spec: TlvSpec): fc.Arbitrary<unknown> {
  const { type, minOctets, maxOctets } = spec
  const longest = Math.min(maxOctets, minOctets + 40)
  if (type === 'octet_string') return fc.uint8Array({ minLength: minOctets, maxLength: longest })
  if (type === 'c_octet_string') {
    return fc.array(char, { minLength: minOctets - 1, maxLength: longest - 1 }).map((chars) => chars.join(''))
  }
  const largest = 256 ** (spec.lengthsByVersion ? minOctets || 1 : maxOctets) - 1
  return fc.integer({ min: 0, max: largest })
}

function tlvValue(spec: TlvSpec): fc.Arbitrary<unknown> {
  return spec.repeatable ? fc.array(tlv(spec), { minLength: 1, maxLength: 3 }) : tlv(spec)
}

/** Tags without a name: no standard TLV stands above 0x1400. */
const rawTlv = fc.record({ tag: fc.integer({ min: 0x1400, max: 0xffff }), value: fc.uint8Array({ maxLength: 20 }) })

const tlvs = fc.record(
  {
    ...Object.fromEntries(
      (TLVS as readonly TlvSpec[]).map((spec) => {
        return [spec.key, tlvValue(spec)] as const
      }),
    ),
    unknown: fc.array(rawTlv, { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: [] },
)

/** Few TLVs at a time: with all 66 in every PDU the runs would show nothing that three do not. */
const fewTlvs = fc.tuple(tlvs, fc.integer({ min: 0, max: 3 })).map(([drawn, count]) => {
  const all = drawn as Readonly<Record<string, unknown>>
  const keys = Object.keys(all).sort((one, other) => (JSON.stringify(all[one]) < JSON.stringify(all[other]) ? -1 : 1))
  return Object.fromEntries(keys.slice(0, count).map((key) => [key, all[key]]))
})

/** Any PDU of a command. */
export function anyPduOf(command: CommandSpec): fc.Arbitrary<KnownPdu> {
  const header = {
    command: fc.constant(command.name),
    commandStatus: fc.constant(0),
    sequenceNumber: fc.integer({ min: 0, max: 0xffffffff }),
  }
  const mandatory = (TLVS as readonly TlvSpec[]).filter((spec) => command.mandatoryTlvs.includes(spec.name))
  const needed = fc.record(Object.fromEntries(mandatory.map((spec) => [spec.key, tlvValue(spec)])))
  return fc
    .tuple(fc.record(header), fields(command.fields), fewTlvs, needed)
    .map(([head, body, few, must]) => ({ ...head, ...body, tlvs: { ...must, ...few } }) as unknown as KnownPdu)
}

/** Any PDU. */
export const anyPdu: fc.Arbitrary<KnownPdu> = fc.oneof(...COMMANDS.map((command) => anyPduOf(command)))
