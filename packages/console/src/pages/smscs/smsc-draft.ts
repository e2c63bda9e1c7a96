import { type SmscPatch, type SmscSettings, type SmscView, USUAL_TREATMENTS } from '@smpp-connect/contracts'

/** The settings as a form holds them: a number that was cleared is an empty text until it is written again. */
export type SmscDraft = {
  [Name in keyof SmscSettings]: SmscSettings[Name] extends number ? number | '' : SmscSettings[Name]
}
export type SmscField = keyof SmscSettings
/** What is wrong, at the field where it is wrong. */
export type SmscErrors = Readonly<Partial<Record<SmscField, string>>>

/** What a new definition begins with; the values are the contract's own defaults. */
export const NEW_SMSC: SmscDraft = {
  name: '',
  enabled: true,
  host: '',
  port: 2775,
  tls: false,
  systemId: '',
  password: '',
  systemType: '',
  bindMode: 'transceiver',
  interfaceVersion: '3.4',
  addressRange: '',
  defaultSender: '',
  defaultAlphabet: 'gsm7',
  windowSize: 10,
  windowMode: 'fixed',
  bindCount: 1,
  perSecond: null,
  burst: 1,
  maxAttempts: 12,
  statusRules: [],
  classes: USUAL_TREATMENTS,
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
    tlvs: {},
  },
  tlvs: [],
  idForm: 'learn',
  receiptErrors: [],
  responseTimeoutSeconds: 60,
  enquireLinkSeconds: 30,
  uncertainWaitSeconds: 30,
  userMessageReference: true,
}

const FIELDS = Object.keys(NEW_SMSC) as readonly SmscField[]

/** The settings of a stored definition. Its password never leaves the server: empty means that it stays as it is. */
export function draftOf(view: SmscView): SmscDraft {
  const settings = Object.fromEntries(FIELDS.map((name) => [name, name === 'password' ? '' : view[name]]))
  return settings as unknown as SmscDraft
}

/** The fields in which two drafts differ, in the order of the definition. */
export function changedFields(base: SmscDraft, draft: SmscDraft): readonly SmscField[] {
  return FIELDS.filter((name) => JSON.stringify(base[name]) !== JSON.stringify(draft[name]))
}

/** What was edited here, put over what somebody else stored meanwhile. */
export function rebase(base: SmscDraft, draft: SmscDraft, latest: SmscDraft): SmscDraft {
  const mine = changedFields(base, draft).map((name) => [name, draft[name]])
  return { ...latest, ...(Object.fromEntries(mine) as Partial<SmscDraft>) }
}

/** A change that says only what changed, and on which version it was made. */
export function patchOf(base: SmscDraft, draft: SmscDraft, version: number): SmscPatch {
  const mine = changedFields(base, draft).map((name) => [name, draft[name]])
  return { ...(Object.fromEntries(mine) as SmscPatch), version }
}

/** Fields that must be written and are not, with words; the server judges the rest. */
export function missingFields(draft: SmscDraft): SmscErrors {
  const errors: Partial<Record<SmscField, string>> = {}
  for (const name of FIELDS) {
    const required = REQUIRED[name]
    if (draft[name] === '' && required !== undefined) errors[name] = required
    else if (draft[name] === '' && typeof NEW_SMSC[name] === 'number') errors[name] = 'Enter a number'
  }
  return errors
}

const REQUIRED: Readonly<Partial<Record<SmscField, string>>> = {
  name: 'Give it a name',
  host: 'Enter the host name or address',
  systemId: 'Enter the system id of your account',
  defaultSender: 'Enter a sender address',
}
