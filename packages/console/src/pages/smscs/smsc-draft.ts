import {
  type ClassTreatment,
  MESSAGE_CLASSES,
  type MessageClass,
  type ReceiptErrorMeaning,
  type SmppDefaults,
  type SmscPatch,
  type SmscSettings,
  type SmscView,
  USUAL_TREATMENTS,
} from '@smpp-connect/contracts'
import { isSame, valueAt, withValueAt } from '../../form/pointer.ts'
import { rowsOfValues, type TlvValueRow, valuesOfRows } from '../../form/tlv-names.ts'
import {
  declarationRow,
  declarationsOf,
  type StatusRuleRow,
  statusRuleRow,
  statusRulesOf,
  type TlvRow,
} from './smsc-rows.ts'

/** As a form holds it: a number that was cleared is an empty text until it is written again. */
type Typed<Whole> = { [Name in keyof Whole]: Whole[Name] extends number ? number | '' : Whole[Name] }

type Nested = 'classes' | 'defaults' | 'tlvs' | 'statusRules' | 'receiptErrors'

/** The settings as the form holds them. */
export type SmscDraft = Typed<Omit<SmscSettings, Nested>> & {
  readonly classes: Readonly<Record<MessageClass, Typed<ClassTreatment>>>
  readonly defaults: Typed<Omit<SmppDefaults, 'tlvs'>> & { readonly tlvs: readonly TlvValueRow[] }
  readonly tlvs: readonly TlvRow[]
  readonly statusRules: readonly StatusRuleRow[]
  readonly receiptErrors: readonly ReceiptErrorMeaning[]
}

/** Where each setting stands that can be changed by itself. A list is one setting. */
export type SmscPlace =
  | `/${Exclude<keyof SmscSettings, 'classes' | 'defaults'>}`
  | `/classes/${MessageClass}/${keyof ClassTreatment}`
  | `/defaults/${keyof SmppDefaults}`

/** What a new definition begins with; the values are the contract's own defaults. */
export const NEW_SMSC: SmscDraft = {
  name: '',
  enabled: true,
  host: '',
  port: 2775,
  tls: false,
  edges: [],
  systemId: '',
  password: '',
  systemType: '',
  bindMode: 'transceiver',
  bindCount: 1,
  interfaceVersion: '3.4',
  addressRange: '',
  defaultSender: '',
  defaultAlphabet: 'gsm7',
  perSecond: null,
  burst: 1,
  windowSize: 10,
  windowMode: 'fixed',
  classes: USUAL_TREATMENTS,
  responseTimeoutSeconds: 60,
  enquireLinkSeconds: 30,
  uncertainWaitSeconds: 30,
  maxAttempts: 12,
  userMessageReference: true,
  defaults: {
    registeredDelivery: 'final',
    messageMode: 'default',
    coding: 'auto',
    dataCoding: null,
    languages: [],
    transliterate: false,
    longMessage: 'udh8',
    flash: false,
    validity: 'relative',
    scheduledBy: 'connect',
    priority: 0,
    serviceType: '',
    protocolId: 0,
    replaceIfPresent: false,
    sourceTon: null,
    sourceNpi: null,
    destinationTon: null,
    destinationNpi: null,
    tlvs: [],
  },
  tlvs: [],
  statusRules: [],
  idForm: 'learn',
  receiptErrors: [],
}

/** Every place, in the order of the definition. */
export const SMSC_PLACES: readonly SmscPlace[] = Object.keys(NEW_SMSC).flatMap((name) => {
  if (name === 'classes') return MESSAGE_CLASSES.flatMap((one) => placesIn(`/classes/${one}`, NEW_SMSC.classes[one]))
  if (name === 'defaults') return placesIn('/defaults', NEW_SMSC.defaults)
  return [`/${name}` as SmscPlace]
})

function placesIn(place: string, whole: object): readonly SmscPlace[] {
  return Object.keys(whole).map((field) => `${place}/${field}` as SmscPlace)
}

/** The settings of a stored definition. Its password never leaves the server: empty means that it stays as it is. */
export function draftOf(view: SmscView): SmscDraft {
  const flat = Object.fromEntries(Object.keys(NEW_SMSC).map((name) => [name, view[name as keyof SmscView]]))
  return {
    ...(flat as unknown as SmscDraft),
    password: '',
    defaults: { ...view.defaults, tlvs: rowsOfValues(view.defaults.tlvs) },
    tlvs: view.tlvs.map(declarationRow),
    statusRules: view.statusRules.map(statusRuleRow),
  }
}

/** The draft as the API takes it. What was written wrongly stays wrong, for the checks or the API to say so. */
export function settingsOf(draft: SmscDraft): SmscSettings {
  const tlvs = declarationsOf(draft.tlvs)
  return {
    ...draft,
    tlvs,
    statusRules: statusRulesOf(draft.statusRules),
    defaults: { ...draft.defaults, tlvs: valuesOfRows(draft.defaults.tlvs, tlvs) },
  } as SmscSettings
}

/** The places at which two drafts differ. */
export function changedPlaces(base: SmscDraft, draft: SmscDraft): readonly SmscPlace[] {
  return SMSC_PLACES.filter((place) => !isSame(valueAt(base, place), valueAt(draft, place)))
}

/** What was edited here, put over what somebody else stored meanwhile. */
export function rebase(base: SmscDraft, draft: SmscDraft, latest: SmscDraft): SmscDraft {
  return changedPlaces(base, draft).reduce((whole, place) => withValueAt(whole, place, valueAt(draft, place)), latest)
}

/** A change that says only what changed, and on which version it was made. */
export function patchOf(base: SmscDraft, draft: SmscDraft, version: number): SmscPatch {
  const settings = settingsOf(draft)
  return changedPlaces(base, draft).reduce<SmscPatch>(
    (patch, place) => withValueAt(patch, place, valueAt(settings, place)),
    { version },
  )
}
