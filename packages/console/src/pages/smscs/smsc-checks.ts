import type { FieldErrors } from '../../form/field-errors.ts'
import { valueAt } from '../../form/pointer.ts'
import { readTag, valueProblem } from '../../form/tlv-names.ts'
import { tlvRowProblems } from '../../form/tlv-value-checks.ts'
import { NEW_SMSC, SMSC_PLACES, type SmscDraft, type SmscPlace } from './smsc-draft.ts'
import { declarationsOf, type StatusRuleRow, type TlvRow } from './smsc-rows.ts'
import { statusOf } from './status-words.ts'

const REQUIRED: Readonly<Partial<Record<SmscPlace, string>>> = {
  '/name': 'Give it a name',
  '/host': 'Enter the host name or address',
  '/systemId': 'Enter the system id of your account',
  '/defaultSender': 'Enter a sender address',
}

/** What can be seen to be wrong without asking the server, which judges the rest. */
export function problemsOf(draft: SmscDraft): FieldErrors {
  const declared = declarationsOf(draft.tlvs)
  return {
    ...missing(draft),
    ...declarationProblems(draft.tlvs),
    ...tlvRowProblems(draft.defaults.tlvs, declared, '/defaults/tlvs'),
    ...ruleProblems(draft.statusRules),
    ...meaningProblems(draft.receiptErrors),
  }
}

function missing(draft: SmscDraft): FieldErrors {
  const errors: Record<string, string> = {}
  for (const place of SMSC_PLACES) {
    if (valueAt(draft, place) !== '') continue
    const required = REQUIRED[place]
    if (required !== undefined) errors[place] = required
    else if (typeof valueAt(NEW_SMSC, place) === 'number') errors[place] = 'Enter a number'
  }
  return errors
}

function declarationProblems(rows: readonly TlvRow[]): FieldErrors {
  const errors: Record<string, string> = {}
  const declared = declarationsOf(rows)
  for (const [index, row] of rows.entries()) {
    const at = (field: keyof TlvRow) => `/tlvs/${index}/${field}`
    const others = declared.slice(0, index)
    const tag = readTag(row.tag)
    if (row.name.trim() === '') errors[at('name')] = 'Give it a name, such as billing_code'
    else if (others.some(({ name }) => name === row.name.trim())) errors[at('name')] = 'Another one has this name'
    if (tag === undefined) errors[at('tag')] = 'A number such as 0x1401'
    else if (others.some((other) => other.tag === tag)) errors[at('tag')] = 'Another one has this tag'
    if (row.maxOctets === '') errors[at('maxOctets')] = 'Enter a number'
    else if (row.type === 'integer' && row.maxOctets > 6) errors[at('maxOctets')] = 'An integer has 1 to 6 octets'
    else if (row.value !== '') {
      const minOctets = row.type === 'integer' ? row.maxOctets : 0
      const shape = {
        tag: 0,
        type: row.type,
        minOctets,
        maxOctets: row.maxOctets,
        values: [],
        origin: 'declared',
      } as const
      const problem = valueProblem(shape, row.value)
      if (problem !== undefined) errors[at('value')] = problem
    }
  }
  return errors
}

function ruleProblems(rows: readonly StatusRuleRow[]): FieldErrors {
  const errors: Record<string, string> = {}
  const seen = new Set<number>()
  for (const [index, row] of rows.entries()) {
    const status = statusOf(row.status)
    const at = `/statusRules/${index}/status`
    if (status === undefined) errors[at] = 'A status such as ESME_RMSGQFUL, or its number: 0x58'
    else if (status.code === 0) errors[at] = 'ESME_ROK is no refusal'
    else if (seen.has(status.code)) errors[at] = 'There is a rule for this status already; the first one holds'
    if (status) seen.add(status.code)
  }
  return errors
}

function meaningProblems(rows: SmscDraft['receiptErrors']): FieldErrors {
  const errors: Record<string, string> = {}
  for (const [index, { code, meaning }] of rows.entries()) {
    if (code.trim() === '') errors[`/receiptErrors/${index}/code`] = 'Enter the code'
    else if (rows.slice(0, index).some((other) => other.code === code)) {
      errors[`/receiptErrors/${index}/code`] = 'It stands here already'
    }
    if (meaning.trim() === '') errors[`/receiptErrors/${index}/meaning`] = 'Say what it means'
  }
  return errors
}
