import { type Context, endWith } from '../../cli/context.ts'
import { EXIT } from '../../cli/exit-codes.ts'
import { printable } from '../../output/style.ts'
import type { Terminal } from '../../output/terminal.ts'
import { suggestion } from '../../settings/near-match.ts'
import { type FieldName, type Fields, fieldNamed } from './field-name.ts'
import type { FieldProblem } from './read-message.ts'
import { SMPP_KEYS } from './smpp-value.ts'
import { ALLOWED_SPAN, readSpan } from './time.ts'

/** Options whose value is a field as it stands. */
const AS_THEY_STAND = ['from', 'reference', 'class', 'sendAt', 'expiresAt'] as const

/** What the options of the command say of a message, without its destination, its text and its SMSC. */
export function fieldsFromOptions(context: Context): Fields {
  const { options } = context
  const fields: Partial<Record<FieldName, string>> = {}
  for (const name of AS_THEY_STAND) {
    const value = options[name]
    if (typeof value === 'string') fields[name] = value
  }
  if (typeof options.validity === 'string') fields.validitySeconds = readValidity(context, options.validity)
  for (const kind of ['smpp', 'tlv'] as const) {
    for (const [name, value] of readPairs(context, kind)) {
      if (fields[name] !== undefined) endWith(context.terminal, EXIT.usage, `${flagOf(name)} is given twice.`)
      fields[name] = value
    }
  }
  return fields
}

/** Says what is wrong with a field that came from the command line, and ends the command. */
export function endWithProblem({ terminal }: Context, { field, detail }: FieldProblem): never {
  endWith(terminal, EXIT.usage, `${flagOf(field)}: ${detail}.`)
}

function readValidity({ terminal }: Context, value: string): string {
  const seconds = readSpan(value)
  if (seconds !== undefined) return String(seconds)
  endWith(terminal, EXIT.usage, `--validity: found ${JSON.stringify(value)}; allowed: ${ALLOWED_SPAN}.`)
}

/** `--smpp KEY=VALUE` and `--tlv NAME=VALUE`, each as often as wanted. */
function readPairs({ terminal, options }: Context, kind: 'smpp' | 'tlv'): readonly (readonly [FieldName, string])[] {
  const given = options[kind]
  if (!Array.isArray(given)) return []
  return given.map((pair: string) => readPair(terminal, kind, pair))
}

function readPair(terminal: Terminal, kind: 'smpp' | 'tlv', pair: string): readonly [FieldName, string] {
  const at = pair.indexOf('=')
  const name = at < 0 ? pair : pair.slice(0, at)
  const shown = JSON.stringify(printable(name, 60))
  if (at < 0) {
    const example = kind === 'smpp' ? 'KEY=VALUE, such as priority=2' : 'NAME=VALUE, such as billing_code=4711'
    endWith(terminal, EXIT.usage, `--${kind}: found ${shown}; allowed: ${example}.`)
  }
  const field = fieldNamed(`${kind}.${name}`)
  if (!field) endWith(terminal, EXIT.usage, `--${kind}: ${kind === 'smpp' ? noOption(name, shown) : noTlv(shown)}`)
  return [field, pair.slice(at + 1)]
}

function noOption(name: string, shown: string): string {
  if (/^tlvs?$/i.test(name)) return 'TLVs go with --tlv NAME=VALUE.'
  const near = suggestion(name, SMPP_KEYS)
  return `there is no SMPP option ${shown}${near || `; there are: ${SMPP_KEYS.join(', ')}.`}`
}

function noTlv(shown: string): string {
  return `${shown} is no name of a TLV; allowed: a letter, then letters, digits and underscores, or a tag such as 0x1401.`
}

/** The option that a field comes from. */
function flagOf(field: FieldName): string {
  if (field.startsWith('smpp.')) return `--smpp ${field.slice('smpp.'.length)}`
  if (field.startsWith('tlv.')) return `--tlv ${field.slice('tlv.'.length)}`
  const others: Partial<Record<FieldName, string>> = {
    smscId: 'smsc',
    sendAt: 'send-at',
    validitySeconds: 'validity',
    expiresAt: 'expires-at',
  }
  return `--${others[field] ?? field}`
}
