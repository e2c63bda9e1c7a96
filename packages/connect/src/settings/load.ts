import { dirname, resolve } from 'node:path'
import { readConfigFile } from './config-file.ts'
import { nearMatch } from './near-match.ts'
import {
  CONFIG_ENV,
  OTHER_VARIABLES,
  SETTING_KEYS,
  SETTINGS,
  type Setting,
  type SettingKey,
  type Settings,
} from './table.ts'

/** Where a value comes from. */
export type Origin =
  | { readonly kind: 'flag'; readonly name: string }
  | { readonly kind: 'environment'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'default' }
export type Origins = Readonly<Record<SettingKey, Origin>>

/** Why the start is refused: one sentence that names the key, the origin, what was found and what is allowed. */
export interface SettingProblem {
  /** The key; null when the file itself is at fault. */
  readonly key: string | null
  readonly text: string
}

export interface SettingSources {
  /** Values of the flags that were given, by key; switches as booleans. */
  readonly flags: Readonly<Partial<Record<SettingKey, string | boolean>>>
  /** The file that --config named. */
  readonly configFile?: string | undefined
  readonly env: Readonly<Record<string, string | undefined>>
  /** Working directory, absolute. */
  readonly cwd: string
  /** The content of a file, undefined when there is none. May throw when it cannot be read. */
  readonly readFile: (path: string) => string | undefined
  /** Judge only these; the others stay at their defaults. Left out: all. */
  readonly only?: readonly SettingKey[]
}

export type LoadedSettings =
  | {
      readonly ok: true
      readonly settings: Settings
      readonly origins: Origins
      /** Sentences about what was ignored, such as a CONNECT_ variable that no setting has. */
      readonly warnings: readonly string[]
    }
  | { readonly ok: false; readonly problems: readonly SettingProblem[] }

interface Found {
  readonly raw: unknown
  readonly origin: Origin
  readonly baseDir: string
}

/**
 * Flags before environment before file before default. Every malformed value is reported, also one that a stronger
 * source hides: a malformed setting never silently becomes something else.
 */
export function loadSettings(sources: SettingSources): LoadedSettings {
  const { flags, env, cwd } = sources
  const problems: SettingProblem[] = []
  const file = readConfigFile({ named: nameOfFile(sources), cwd, readFile: sources.readFile })
  if (!file.ok) return { ok: false, problems: file.texts.map((text) => ({ key: null, text })) }

  const values: Partial<Record<SettingKey, unknown>> = {}
  const origins: Partial<Record<SettingKey, Origin>> = {}
  for (const key of SETTING_KEYS) {
    const row = SETTINGS[key] as Setting<unknown>
    const found: Found[] = []
    if (!sources.only || sources.only.includes(key)) {
      if (flags[key] !== undefined && row.flag !== null) {
        const name = flags[key] === false ? row.flag.replace('--', '--no-') : row.flag
        found.push({ raw: flags[key], origin: { kind: 'flag', name }, baseDir: cwd })
      }
      const variable = env[row.env]
      if (variable !== undefined) {
        found.push({ raw: variable, origin: { kind: 'environment', name: row.env }, baseDir: cwd })
      }
      if (file.values[key] !== undefined) {
        const { path } = file
        found.push({ raw: file.values[key], origin: { kind: 'file', path }, baseDir: dirname(path) })
      }
    }
    found.push({ raw: row.default, origin: { kind: 'default' }, baseDir: cwd })
    for (const { raw, origin, baseDir } of found) {
      const value = origin.kind === 'default' ? raw : row.kind.read(raw)
      if (value === undefined) problems.push({ key, text: problemText(key, row, origin, raw) })
      else if (origins[key] === undefined) {
        values[key] = row.kind.isPath ? resolve(baseDir, value as string) : value
        origins[key] = origin
      }
    }
  }
  if (problems.length > 0) return { ok: false, problems }
  return {
    ok: true,
    settings: values as unknown as Settings,
    origins: origins as unknown as Origins,
    warnings: strayVariables(env),
  }
}

function nameOfFile(sources: SettingSources): { readonly path: string; readonly by: string } | undefined {
  if (sources.configFile !== undefined) return { path: sources.configFile, by: 'flag --config' }
  const variable = sources.env[CONFIG_ENV]
  return variable === undefined ? undefined : { path: variable, by: `environment ${CONFIG_ENV}` }
}

/** `flag --http-port`, `environment CONNECT_HTTP_PORT`, `file /etc/connect.json`, `default`. */
export function describeOrigin(origin: Origin): string {
  if (origin.kind === 'file') return `file ${origin.path}`
  return origin.kind === 'default' ? 'default' : `${origin.kind} ${origin.name}`
}

function problemText(key: SettingKey, row: Setting<unknown>, origin: Origin, raw: unknown): string {
  return `${key} (${describeOrigin(origin)}): found ${describeFound(row, raw)}; allowed: ${row.kind.allowed}.`
}

/** A secret is told by its length only. */
function describeFound(row: Setting<unknown>, raw: unknown): string {
  if (raw === '') return 'an empty value'
  if (row.isSecret) return typeof raw === 'string' ? `${raw.length} characters that do not fit` : 'no text'
  const shown = JSON.stringify(raw) ?? String(raw)
  return shown.length > 80 ? `${shown.slice(0, 80)}…` : shown
}

const PREFIX = 'CONNECT_'

/** CONNECT_ variables that nobody reads: most likely a slip of the pen. */
function strayVariables(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const known = [...SETTING_KEYS.map((key): string => SETTINGS[key].env), ...OTHER_VARIABLES]
  const endings = known.map((name) => name.slice(PREFIX.length))
  return Object.keys(env)
    .filter((name) => name.startsWith(PREFIX) && !known.includes(name))
    .sort()
    .map((name) => {
      const near = nearMatch(name.slice(PREFIX.length), endings)
      const hint = near === undefined ? '.' : `; did you mean ${PREFIX}${near}?`
      return `Nothing reads the environment variable ${name}${hint}`
    })
}
