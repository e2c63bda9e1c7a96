/** How the values of a setting look. `read` takes what a flag, the environment (text) or a file (JSON) holds. */
export interface Kind<Value> {
  /** What is allowed, in words, for messages and for the reference page. */
  readonly allowed: string
  /** What stands behind the flag in the help: `--http-port <port>`. Undefined for switches. */
  readonly placeholder?: string
  /** The value, or undefined when `raw` is not allowed. Never throws. */
  read(raw: unknown): Value | undefined
  /** Set for paths: they are made absolute against the folder of their origin. */
  readonly isPath?: true
}

/** A text without control characters, not empty. */
export function text(allowed: string, placeholder: string, most = 255): Kind<string> {
  return {
    allowed,
    placeholder,
    read: (raw) => (typeof raw === 'string' && raw.length <= most && /^[^\p{Cc}]+$/u.test(raw) ? raw : undefined),
  }
}

/** A path of a folder; relative ones count from the working directory, or from the folder of the file that names them. */
export const folder: Kind<string> = {
  ...text('a path of a folder; it is made when it is not there', 'folder', 4096),
  isPath: true,
}

/** A host name or an IP address. */
export const host: Kind<string> = {
  allowed: 'a host name or an IP address of this machine',
  placeholder: 'host',
  read: (raw) => (typeof raw === 'string' && /^[A-Za-z0-9.:_-]{1,253}$/.test(raw) ? raw : undefined),
}

/** A whole number within bounds; in a file it may be a JSON number or its digits. */
export function wholeNumber(least: number, most: number, placeholder: string, note = ''): Kind<number> {
  return {
    allowed: `a whole number, ${least} to ${most}${note}`,
    placeholder,
    read(raw) {
      const digits = typeof raw === 'number' ? String(raw) : raw
      if (typeof digits !== 'string' || !/^\d{1,9}$/.test(digits)) return undefined
      const value = Number(digits)
      return value >= least && value <= most ? value : undefined
    },
  }
}

/** A TCP port to listen on. */
export const port: Kind<number> = wholeNumber(0, 65_535, 'port', ' (0 = any free port)')

/** A host and a port. */
export interface Place {
  readonly host: string
  readonly port: number
}

/** `host:port`, an IPv6 address in brackets; undefined when it is not that. */
export function readPlace(text: string): Place | undefined {
  const [, bracketed, plain, digits] = /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]+)):(\d{1,5})$/.exec(text) ?? []
  const port = Number(digits)
  const name = bracketed ?? plain
  return name !== undefined && port <= 65_535 ? { host: name, port } : undefined
}

/** `host:port`. */
export const place: Kind<string> = {
  allowed: 'HOST:PORT, such as 192.0.2.7:2781 or [2001:db8::7]:2781',
  placeholder: 'host:port',
  read: (raw) => (typeof raw === 'string' && readPlace(raw) ? raw : undefined),
}

/** `host:port`, or nowhere. */
export const placeOrOff: Kind<string> = {
  allowed: `${place.allowed}; or off`,
  placeholder: 'host:port|off',
  read: (raw) => (raw === false || raw === 'off' ? 'off' : place.read(raw)),
}

/** The edges of `NAME=HOST:PORT,NAME=HOST:PORT`, by name; undefined when it is not that, or names one twice. */
export function readEdgePlaces(text: string): ReadonlyMap<string, Place> | undefined {
  const edges = new Map<string, Place>()
  for (const item of text.split(',')) {
    const [, name, where] = /^\s*([a-z0-9-]{1,40})=(\S+)\s*$/.exec(item) ?? []
    const read = where === undefined ? undefined : readPlace(where)
    if (name === undefined || !read || edges.has(name)) return undefined
    edges.set(name, read)
  }
  return edges
}

/** Edges by name, and where each waits. */
export const edgePlaces: Kind<string> = {
  allowed: 'NAME=HOST:PORT, several of them with commas between, each name once (a-z, 0-9, -)',
  placeholder: 'edges',
  read: (raw) => (typeof raw === 'string' && readEdgePlaces(raw) ? raw : undefined),
}

/** On or off; in a file, true or false too. */
export const onOff: Kind<boolean> = {
  allowed: 'on or off',
  read(raw) {
    if (raw === true || raw === 'on') return true
    if (raw === false || raw === 'off') return false
    return undefined
  },
}

/** One of a few words. */
export function oneOf<const Word extends string>(words: readonly Word[]): Kind<Word> {
  return {
    allowed: words.join(', '),
    placeholder: words.join('|'),
    read: (raw) => words.find((word) => word === raw),
  }
}

/** A secret: `least` to 200 printable ASCII characters without spaces. */
export function secret(least: number): Kind<string> {
  return {
    allowed: `${least} to 200 printable ASCII characters without spaces`,
    read: (raw) =>
      typeof raw === 'string' && raw.length >= least && raw.length <= 200 && /^[!-~]+$/.test(raw) ? raw : undefined,
  }
}

/** An http or https address without credentials, query or fragment; given back without the slash at its end. */
export const webAddress: Kind<string> = {
  allowed: 'an address that starts with http:// or https://, without user, password, query or fragment',
  placeholder: 'address',
  read(raw) {
    if (typeof raw !== 'string' || !URL.canParse(raw)) return undefined
    const address = new URL(raw)
    const plain = !address.username && !address.password && !address.search && !address.hash
    if (!/^https?:$/.test(address.protocol) || !plain) return undefined
    return address.href.replace(/\/+$/, '')
  },
}

/** A value that may be absent: the default is then null. */
export function optional<Value>(kind: Kind<Value>): Kind<Value | null> {
  return kind
}
