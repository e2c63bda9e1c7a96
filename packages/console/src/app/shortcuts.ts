/** What a key, or two after one another, do. */
export interface Shortcut {
  /** `g c`: first g, then c. */
  readonly keys: string
  readonly words: string
}

/** How long the second key of a pair may take. */
const PAIR_MS = 1_500

export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly isComposing: boolean
}

/** The first key of a pair, and when it was pressed. */
export interface PendingKey {
  readonly key: string
  readonly atMs: number
}

/**
 * What a key press means: the whole shortcut when one is complete, and the first key of a pair to wait with. A press with
 * a modifier belongs to the browser or the system.
 */
export function readKey(
  press: KeyPress,
  pending: PendingKey | undefined,
  known: ReadonlySet<string>,
  nowMs: number,
): { readonly shortcut: string | undefined; readonly pending: PendingKey | undefined } {
  if (press.ctrlKey || press.metaKey || press.altKey || press.isComposing) {
    return { shortcut: undefined, pending: undefined }
  }
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key
  if (pending && nowMs - pending.atMs <= PAIR_MS) {
    const pair = `${pending.key} ${key}`
    return { shortcut: known.has(pair) ? pair : undefined, pending: undefined }
  }
  if (known.has(key)) return { shortcut: key, pending: undefined }
  const begins = [...known].some((shortcut) => shortcut.startsWith(`${key} `))
  return { shortcut: undefined, pending: begins ? { key, atMs: nowMs } : undefined }
}
