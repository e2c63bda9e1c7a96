import type { ClassTreatment, MessageClass } from '@smpp-connect/contracts'
import { CLASS_WORDS } from '../../format/class-words.ts'
import type { SmscPlace } from './smsc-draft.ts'
import { SMSC_FIELDS } from './smsc-fields.ts'

export const TREATMENT_LABELS: Readonly<Record<keyof ClassTreatment, string>> = {
  validityMinutes: 'Worth sending for',
  uncertainPolicy: 'When an answer is lost',
  share: 'Share of the pace',
}

const LISTS: Readonly<Partial<Record<SmscPlace, string>>> = {
  '/enabled': 'Enabled',
  '/tlvs': 'Provider’s TLVs',
  '/statusRules': 'Refusals',
  '/receiptErrors': 'Error codes',
  '/defaults/tlvs': 'TLVs of every message',
}
const FIELDS = new Map(SMSC_FIELDS.map(({ name, label }) => [name, label]))

/** The label of a setting by its place in the API; the place itself where the form has no field for it. */
export function settingLabel(pointer: string): string {
  const [, group, messageClass, field] = pointer.split('/')
  if (group === 'classes' && field !== undefined && field in TREATMENT_LABELS && messageClass !== undefined) {
    return labelOf(pointer as SmscPlace)
  }
  const place = pointer as SmscPlace
  return FIELDS.get(place) ?? LISTS[place] ?? pointer.slice(1).replaceAll('/', ' ')
}

/** The label of a setting, for sentences about it. */
export function labelOf(place: SmscPlace): string {
  const own = FIELDS.get(place) ?? LISTS[place]
  if (own !== undefined) return own
  const [, , messageClass, field] = place.split('/') as ['', 'classes', MessageClass, keyof ClassTreatment]
  return `${TREATMENT_LABELS[field]} (${CLASS_WORDS[messageClass].many})`
}
