import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto'

/** By the private key over its own public key: whoever asks for a certificate has the key that it is for. */
export function proveKey(key: KeyObject): { readonly publicKey: Buffer; readonly signature: Buffer } {
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' })
  return { publicKey, signature: sign('sha256', publicKey, key) }
}

/** Undefined for a sound P-256 key that its owner has proved to have; else what is wrong with it. */
export function keyFault(publicKey: Uint8Array, signature: Uint8Array): string | undefined {
  let key: KeyObject
  try {
    key = createPublicKey({ key: Buffer.from(publicKey), type: 'spki', format: 'der' })
  } catch {
    return 'the public key cannot be read'
  }
  if (key.asymmetricKeyType !== 'ec' || key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    return 'the key is not one on the curve P-256'
  }
  return verify('sha256', publicKey, key, signature) ? undefined : 'the signature does not fit the key'
}
