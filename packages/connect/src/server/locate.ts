import { instancePath, readInstance } from './instance-file.ts'

/** A running Connect and the key to speak to it with. */
export interface Server {
  /** Without a slash at its end. */
  readonly url: string
  readonly apiKey: string
  /**
   * Which Connect it is, whatever port it has today: its data directory and the installation in it, or its address when
   * it is elsewhere. A run that is resumed must find the same one: a new installation in an old place has none of its texts.
   */
  readonly identity: string
}

export type Located =
  | { readonly ok: true; readonly server: Server }
  | { readonly ok: false; readonly reason: 'not-running' | 'no-key' | 'unreadable'; readonly text: string }

export interface WhereToLook {
  readonly url: string | null
  readonly apiKey: string | null
  /** Absolute. */
  readonly dataDir: string
  readonly readFile: (path: string) => string | undefined
}

/**
 * Finds the running Connect: the address that was given, else the one that runs on the data directory. The key in the
 * data directory is handed to that Connect only, never to an address that came from elsewhere.
 */
export function locateServer(where: WhereToLook): Located {
  const { url, apiKey, dataDir } = where
  const found = readInstance(dataDir, where.readFile)
  const local = found.ok ? found.instance : undefined
  const localUrl = local?.url.replace(/\/+$/, '')
  const localIdentity = local?.installation ? `data:${dataDir}#${local.installation}` : `data:${dataDir}`
  if (url !== null) {
    const key = apiKey ?? (url === localUrl ? local?.apiKey : undefined)
    if (key === undefined) {
      const text = `No API key for ${url}: set CONNECT_API_KEY. Keys are made in the console, under Settings → API keys.`
      return { ok: false, reason: 'no-key', text }
    }
    const identity = url === localUrl ? localIdentity : `url:${url}`
    return { ok: true, server: { url, apiKey: key, identity } }
  }
  if (!found.ok) {
    return { ok: false, reason: 'unreadable', text: `Cannot read ${instancePath(dataDir)}: ${found.reason}.` }
  }
  if (!local || localUrl === undefined) return { ok: false, reason: 'not-running', text: notRunning(dataDir) }
  return { ok: true, server: { url: localUrl, apiKey: apiKey ?? local.apiKey, identity: localIdentity } }
}

function notRunning(dataDir: string): string {
  return [
    `Connect is not running on ${dataDir}.`,
    'Start it with `npm start` (or `npx connect up`), or say where it runs: --url ADDRESS or --data-dir FOLDER.',
  ].join('\n')
}

/** For when an address is known but nobody answers there. */
export function notAnswering(server: Server, reason: string): string {
  return [
    `Connect does not answer at ${server.url} (${reason}).`,
    'Start it with `npm start` (or `npx connect up`), or say where it runs: --url ADDRESS or --data-dir FOLDER.',
  ].join('\n')
}

/**
 * Keeps a found server up to date: a restart may give it another port and another key. While it is away the last one
 * known stays.
 */
export function followServer(first: Server, where: WhereToLook): () => Server {
  let last = first
  return () => {
    const found = locateServer(where)
    if (found.ok && found.server.identity === first.identity) last = found.server
    return last
  }
}
