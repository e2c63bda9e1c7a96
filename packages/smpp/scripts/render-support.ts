import { COMMANDS } from '../src/codec/tables/commands.ts'
import type { CommandSpec, FieldSpec, SmppVersion, StatusSpec, TlvSpec } from '../src/codec/tables/spec-types.ts'
import { STATUSES } from '../src/codec/tables/statuses.ts'
import { TLVS } from '../src/codec/tables/tlvs.ts'

const commands: readonly CommandSpec[] = COMMANDS
const tlvs: readonly TlvSpec[] = TLVS
const statuses: readonly StatusSpec[] = STATUSES
const VERSIONS: readonly SmppVersion[] = ['3.3', '3.4', '5.0']

/** The text of PDU-SUPPORT.md. */
export function renderSupport(): string {
  return [
    '# PDU support',
    '',
    'Generated from the tables of the codec by `scripts/generate-model.ts`, and compared with them by a test: what is listed here is',
    'read and written by this library, in both directions and both roles.',
    '',
    `- **${commands.length} commands**, ${tlvs.length} standard TLVs, ${statuses.length} status values of SMPP 3.3, 3.4 (Issue 1.2) and 5.0.`,
    '- **Reading is tolerant**: the widest limits of all versions are not enforced, unknown commands, TLVs and status values are',
    '  kept with their octets, responses may lack their body, TLV texts may lack their NUL, integer TLVs may have another length.',
    '  A body that cannot be read is reported with command, field or TLV, offset, what was found and what is allowed.',
    '- **Writing is strict**: the limits of the version of the session are held, and a PDU that breaks one is refused before an',
    '  octet of it is written.',
    '',
    '## Commands',
    '',
    '*Sent by* says in which session states a side may send the command (3.4 table 2-1; 5.0 section 2.4).',
    '',
    '| command | command_id | versions | sent by, in 3.4 | sent by, in 5.0 | sections |',
    '|---|---|---|---|---|---|',
    ...commands.map(commandRow),
    '',
    '## Mandatory fields',
    '',
    'In wire order. Sizes of texts count characters, without the NUL. Narrower limits of a version stand in brackets.',
    '',
    ...commands.flatMap(fieldTable),
    '## TLVs',
    '',
    'Lengths in octets of the value, a NUL included. *Standard commands*: those whose definition lists the TLV; it is read and',
    'written in any command.',
    '',
    '| TLV | tag | type | length | versions | name here | standard commands |',
    '|---|---|---|---|---|---|---|',
    ...tlvs.map(tlvRow),
    '',
    '## Status values',
    '',
    '| status | value | versions | class | retry | meaning |',
    '|---|---|---|---|---|---|',
    ...statuses.map(statusRow),
    '',
  ].join('\n')
}

function commandRow(command: CommandSpec): string {
  const sections = Object.entries(command.sections).map(([version, section]) => `${version}: ${section}`)
  const cells = [
    `[\`${command.name}\`](#${command.name})`,
    `\`${hex(command.id, 8)}\``,
    versionMarks(command.versions),
    sentBy(command, '3.4'),
    sentBy(command, '5.0'),
    sections.join(', '),
  ]
  return row(command.fields.length > 0 ? cells : [`\`${command.name}\``, ...cells.slice(1)])
}

function sentBy(command: CommandSpec, version: SmppVersion): string {
  const states = command.states[version]
  if (states === undefined) return ''
  const sides = (['esme', 'mc'] as const).filter((side) => states[side].length > 0)
  return sides.map((side) => `${side.toUpperCase()}: ${states[side].join(' ')}`).join('; ')
}

function fieldTable(command: CommandSpec): string[] {
  if (command.fields.length === 0) return []
  return [
    `### ${command.name}`,
    '',
    '| field | type | allowed |',
    '|---|---|---|',
    ...command.fields.map((field) => row([`\`${field.name}\``, fieldType(field), fieldLimits(field)])),
    '',
    ...(command.mandatoryTlvs.length > 0 ? [`Mandatory TLVs: ${code(command.mandatoryTlvs)}.`, ''] : []),
    ...(command.notes ?? []).flatMap((note) => [`- ${note}`]),
    ...(command.notes === undefined ? [] : ['']),
  ]
}

function fieldType(field: FieldSpec): string {
  if (field.type === 'integer') return `integer, ${field.octets} octet${field.octets === 1 ? '' : 's'}`
  return { c_octet_string: 'text', time: 'time', octet_string: 'octets' }[field.type as string] ?? 'list'
}

function fieldLimits(field: FieldSpec): string {
  const byVersion = (read: (limits: object) => string | undefined) => {
    const told = Object.entries(field.byVersion ?? {}).flatMap(([version, limits]) => {
      const limit = read(limits)
      return limit === undefined ? [] : [`${version}: ${limit}`]
    })
    return told.length > 0 ? ` (${told.join(', ')})` : ''
  }
  const number = (key: string, less = 0) => byVersion((limits) => numberIn(limits, key, less))
  switch (field.type) {
    case 'integer':
      return `${field.min} to ${field.max}${number('max')}${field.counts ? `; counts \`${field.counts}\`` : ''}`
    case 'c_octet_string':
      return `up to ${field.maxOctets! - 1} characters${number('maxOctets', 1)}`
    case 'octet_string':
      return `up to ${field.maxOctets} octets${number('maxOctets')}`
    case 'time':
      return `0 or 16 characters${byVersion((limits) => ('sizes' in limits && String(limits.sizes) === '1' ? 'empty' : undefined))}`
    default:
      return `entries counted by \`${field.countField}\``
  }
}

function numberIn(limits: object, key: string, less: number): string | undefined {
  const value = (limits as Readonly<Record<string, unknown>>)[key]
  return typeof value === 'number' ? String(value - less) : undefined
}

function tlvRow(tlv: TlvSpec): string {
  const types = { integer: 'integer', c_octet_string: 'text', octet_string: 'octets' }
  const length = tlv.minOctets === tlv.maxOctets ? `${tlv.minOctets}` : `${tlv.minOctets} to ${tlv.maxOctets}`
  const listed = commands.filter((command) => Object.values(command.tlvs).flat().includes(tlv.name))
  return row([
    `\`${tlv.name}\``,
    `\`${hex(tlv.tag, 4)}\``,
    types[tlv.type] + (tlv.repeatable ? ', repeatable' : ''),
    length,
    versionMarks(tlv.versions),
    `\`${tlv.key}\``,
    code(listed.map((command) => command.name)),
  ])
}

function statusRow(status: StatusSpec): string {
  const retry = status.retryMessage ? 'yes' : 'no'
  return row([
    `\`${status.name}\``,
    `\`${hex(status.code, 8)}\``,
    versionMarks(status.versions),
    status.class,
    retry,
    status.meaning,
  ])
}

function versionMarks(versions: readonly SmppVersion[]): string {
  return VERSIONS.filter((version) => versions.includes(version)).join(', ')
}

function code(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ')
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

function hex(value: number, digits: number): string {
  return `0x${value.toString(16).padStart(digits, '0')}`
}
