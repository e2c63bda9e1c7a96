import type { StatusRule, TlvDeclaration } from '@smpp-connect/contracts'
import { readTag, tagWords } from '../../form/tlv-names.ts'
import { tidyStatus } from './status-words.ts'

/** A declaration as the form holds it: the tag as it is written, the value as text, empty for none. */
export interface TlvRow {
  readonly name: string
  readonly tag: string
  readonly type: TlvDeclaration['type']
  readonly maxOctets: number | ''
  readonly direction: TlvDeclaration['direction']
  readonly value: string
}

/** A rule as the form holds it: an empty number stands for null. */
export interface StatusRuleRow {
  readonly status: string
  readonly action: StatusRule['action']
  readonly afterSeconds: number | ''
  readonly attempts: number | ''
}

export const BLANK_TLV: TlvRow = {
  name: '',
  tag: '',
  type: 'c_octet_string',
  maxOctets: 20,
  direction: 'both',
  value: '',
}
export const BLANK_RULE: StatusRuleRow = { status: '', action: 'retry', afterSeconds: '', attempts: '' }

export function declarationRow({ name, tag, type, maxOctets, direction, value }: TlvDeclaration): TlvRow {
  return { name, tag: tagWords(tag), type, maxOctets, direction, value: value === null ? '' : String(value) }
}

export function declarationsOf(rows: readonly TlvRow[]): TlvDeclaration[] {
  return rows.map(({ name, tag, type, maxOctets, direction, value }) => ({
    name: name.trim(),
    tag: readTag(tag) ?? 0,
    type,
    maxOctets: maxOctets === '' ? 0 : maxOctets,
    direction,
    value: value === '' ? null : type === 'integer' && /^\d{1,15}$/.test(value) ? Number(value) : value,
  }))
}

export function statusRuleRow({ status, action, afterSeconds, attempts }: StatusRule): StatusRuleRow {
  return { status, action, afterSeconds: afterSeconds ?? '', attempts: attempts ?? '' }
}

export function statusRulesOf(rows: readonly StatusRuleRow[]): StatusRule[] {
  return rows.map(({ status, action, afterSeconds, attempts }) => ({
    status: tidyStatus(status),
    action,
    afterSeconds: afterSeconds === '' ? null : afterSeconds,
    attempts: attempts === '' ? null : attempts,
  }))
}
