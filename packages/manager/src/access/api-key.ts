import { crc32 } from 'node:zlib'
import type { Random } from '@smpp-connect/kernel'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const FORM = /^(ck_live_[0-9A-Za-z]{8}_[0-9A-Za-z]{32})([0-9A-Za-z]{6})$/

/**
 * A new API key, `ck_live_<8>_<32><6>`: a prefix that scanners for leaked secrets can look for, a public part to tell
 * keys apart, the secret (190 bits), and a checksum. No character in it ends a word, so a double click takes it whole.
 */
export function makeApiKey(random: Random): { readonly key: string; readonly prefix: string } {
  const prefix = `ck_live_${letters(random, 8)}`
  const body = `${prefix}_${letters(random, 32)}`
  return { key: `${body}${checksumOf(body)}`, prefix }
}

/** Whether a text has the form of a key and its checksum fits: what does not is refused without asking the store. */
export function looksLikeApiKey(text: string): boolean {
  const match = FORM.exec(text)
  return match !== null && checksumOf(match[1] ?? '') === match[2]
}

/** CRC-32 in base 62, six digits. */
function checksumOf(body: string): string {
  let rest = crc32(body)
  let digits = ''
  for (let i = 0; i < 6; i++) {
    digits = ALPHABET.charAt(rest % 62) + digits
    rest = Math.floor(rest / 62)
  }
  return digits
}

/** Evenly distributed letters and digits: octets from 248 on would favour the first eight, and are thrown away. */
function letters(random: Random, count: number): string {
  let text = ''
  while (text.length < count) {
    for (const octet of random.octets(count)) {
      if (octet < 248 && text.length < count) text += ALPHABET.charAt(octet % 62)
    }
  }
  return text
}
