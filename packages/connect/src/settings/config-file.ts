import { resolve } from 'node:path'
import { suggestion } from './near-match.ts'
import { CONFIG_FILE, SETTING_KEYS } from './table.ts'

export type ConfigFile =
  | { readonly ok: true; readonly path: string; readonly values: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly texts: readonly string[] }

/**
 * Reads the configuration file: the named one, which must be there, or `connect.config.json` in the working directory
 * when there is one. A JSON object whose keys are those of the settings table; anything else is refused.
 */
export function readConfigFile(request: {
  /** The file that was asked for and who asked for it, for the message. */
  readonly named: { readonly path: string; readonly by: string } | undefined
  readonly cwd: string
  readonly readFile: (path: string) => string | undefined
}): ConfigFile {
  const { named, cwd } = request
  const path = resolve(cwd, named?.path ?? CONFIG_FILE)
  const refuse = (text: string): ConfigFile => ({ ok: false, texts: [text] })
  let content: string | undefined
  try {
    content = request.readFile(path)
  } catch (cause) {
    return refuse(`file ${path}: cannot be read (${cause instanceof Error ? cause.message : String(cause)}).`)
  }
  if (content === undefined) {
    return named ? refuse(`${named.by}: there is no file ${path}.`) : { ok: true, path, values: {} }
  }
  let values: unknown
  try {
    values = JSON.parse(content.replace(/^\uFEFF/, ''))
  } catch (cause) {
    return refuse(`file ${path}: is not JSON${placeOf(cause, content)}.`)
  }
  if (typeof values !== 'object' || values === null || Array.isArray(values)) {
    return refuse(`file ${path}: allowed is a JSON object whose keys are settings, such as {"httpPort": 8080}.`)
  }
  const unknown = Object.keys(values).filter((key) => !(SETTING_KEYS as readonly string[]).includes(key))
  if (unknown.length > 0) {
    const texts = unknown.map((key) => {
      const hint = suggestion(key, SETTING_KEYS) || `; allowed: ${SETTING_KEYS.join(', ')}.`
      return `file ${path}: there is no setting ${JSON.stringify(key)}${hint}`
    })
    return { ok: false, texts }
  }
  return { ok: true, path, values: values as Record<string, unknown> }
}

/** Where JSON.parse stumbled, as far as it says so. Its own message quotes the file, which may hold a secret. */
function placeOf(cause: unknown, content: string): string {
  const message = cause instanceof Error ? cause.message : ''
  const position = /at position (\d+)/.exec(message)?.[1]
  if (position === undefined) {
    const token = /^Unexpected token '(.)'/u.exec(message)?.[1]
    return token === undefined ? '' : ` (unexpected ${token})`
  }
  const before = content.slice(0, Number(position)).split('\n')
  return ` (line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`
}
