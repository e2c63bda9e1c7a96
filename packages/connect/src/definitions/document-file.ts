import { isDeepStrictEqual } from 'node:util'
import { type SmscView, smscSettingsSchema } from '@smpp-connect/contracts'

/** Where a secret stands that a document only refers to. */
interface SecretReference {
  /** A variable of the environment. */
  readonly env?: string
  /** A file, of which the line break at the end does not count. */
  readonly file?: string
}

export interface SecretSources {
  readonly env: (name: string) => string | undefined
  readonly file: (path: string) => string | undefined
}

export type ReadDocument =
  | { readonly ok: true; readonly document: { readonly smscs: readonly unknown[] } }
  | { readonly ok: false; readonly problems: readonly string[] }

/** Settings that a document always names, because nothing stands for them. */
const ALWAYS = ['name', 'host', 'systemId', 'defaultSender'] as const
const USUAL: Readonly<Record<string, unknown>> = smscSettingsSchema.parse({
  name: 'x',
  host: 'x',
  systemId: 'x',
  defaultSender: '1',
})

/**
 * The definitions as a document for a repository: by name, what is as usual left out, and for each password the variable
 * that is to hold it.
 */
export function writeDocument(smscs: readonly SmscView[]): { readonly smscs: readonly object[] } {
  // What is being deleted is not to be there.
  const staying = smscs.filter(({ deletion }) => deletion === null)
  const byName = staying.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return {
    smscs: byName.map((smsc) => {
      const settings: Record<string, unknown> = {}
      for (const name of Object.keys(smscSettingsSchema.shape)) {
        if (name === 'password') {
          if (smsc.hasPassword) settings[name] = { env: variableFor(smsc.name) }
          continue
        }
        const value = smsc[name as keyof SmscView]
        const isNeeded = ALWAYS.some((always) => always === name) || !isDeepStrictEqual(value, USUAL[name])
        if (isNeeded) settings[name] = value
      }
      return settings
    }),
  }
}

/** SMSC_PASSWORD_NORTH_MOBILE */
function variableFor(name: string): string {
  return `SMSC_PASSWORD_${name
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_|_$/g, '')}`
}

/** A document as a person keeps it, with each secret put in the place of its reference. Settings are judged by the server. */
export function readDocument(content: string, secrets: SecretSources): ReadDocument {
  let parsed: unknown
  try {
    parsed = JSON.parse(content)
  } catch (failure) {
    return { ok: false, problems: [`it is no JSON: ${failure instanceof Error ? failure.message : failure}`] }
  }
  const { smscs, ...others } = Object(parsed) as { readonly smscs?: unknown }
  const unknown = Object.keys(others)
  if (!Array.isArray(smscs) || unknown.length > 0) {
    const found = unknown.length > 0 ? `; ${unknown.join(', ')} has no place in it` : ''
    return { ok: false, problems: [`{"smscs": […]} is expected${found}`] }
  }
  const problems: string[] = []
  const read = smscs.map((smsc: unknown, index) => {
    const { password, ...settings } = Object(smsc) as { readonly password?: unknown }
    if (password === undefined) return settings
    const secret = resolveSecret(password, secrets)
    if (secret.ok) return { ...settings, password: secret.value }
    problems.push(`smscs[${index}].password: ${secret.problem}`)
    return settings
  })
  return problems.length > 0 ? { ok: false, problems } : { ok: true, document: { smscs: read } }
}

type Secret = { readonly ok: true; readonly value: string } | { readonly ok: false; readonly problem: string }

function resolveSecret(reference: unknown, { env, file }: SecretSources): Secret {
  if (typeof reference === 'string') {
    return { ok: false, problem: 'a secret has no place in the document; write {"env": "NAME"} or {"file": "PATH"}' }
  }
  const from = Object(reference) as SecretReference
  if (typeof from.env === 'string') {
    const value = env(from.env)
    return value === undefined ? { ok: false, problem: `the environment has no ${from.env}` } : { ok: true, value }
  }
  if (typeof from.file === 'string') {
    const value = file(from.file)
    return value === undefined
      ? { ok: false, problem: `there is no file ${from.file}` }
      : { ok: true, value: value.replace(/\r?\n$/, '') }
  }
  return { ok: false, problem: '{"env": "NAME"} or {"file": "PATH"} is expected' }
}
