/** What stands in a token: how to find it, how to prove it, and whom to trust. */
export interface EnrolmentToken {
  readonly id: string
  /** 32 random octets. */
  readonly secret: Buffer
  /** SHA-256 of the authority's certificate. */
  readonly fingerprint: Buffer
}

const PREFIX = 'cet1'

/** One word, fit for a shell and a chat window: `cet1.ID.SECRET.FINGERPRINT`. */
export function writeToken({ id, secret, fingerprint }: EnrolmentToken): string {
  return [PREFIX, id, secret.toString('base64url'), fingerprint.toString('base64url')].join('.')
}

/** Undefined when it is no token, or one that was cut off or changed on its way. */
export function readToken(text: string): EnrolmentToken | undefined {
  const [prefix, id, secret, fingerprint, ...more] = text.trim().split('.')
  if (prefix !== PREFIX || !id || !secret || !fingerprint || more.length > 0) return undefined
  const token = { id, secret: Buffer.from(secret, 'base64url'), fingerprint: Buffer.from(fingerprint, 'base64url') }
  const whole = token.secret.length === 32 && token.fingerprint.length === 32 && /^[0-9a-f]{16}$/.test(id)
  return whole && writeToken(token) === text.trim() ? token : undefined
}
