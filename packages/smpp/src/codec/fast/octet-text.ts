// Short texts are most of what a PDU has, so they are what its speed hangs on. One call of String.fromCharCode with all
// codes takes 18 ns for 12 characters; adding them one by one 70 ns; Buffer's native slice 45 ns, whatever the length.
import { Buffer } from 'node:buffer'

const char = String.fromCharCode
const nativeSlice = Buffer.prototype.latin1Slice

/** The text of octets `from` to `to` (exclusive), one character an octet. */
export function readText(o: Uint8Array, from: number, to: number): string {
  const i = from
  switch (to - from) {
    case 0:
      return ''
    case 1:
      return char(o[i]!)
    case 2:
      return char(o[i]!, o[i + 1]!)
    case 3:
      return char(o[i]!, o[i + 1]!, o[i + 2]!)
    case 4:
      return char(o[i]!, o[i + 1]!, o[i + 2]!, o[i + 3]!)
    case 5:
      return char(o[i]!, o[i + 1]!, o[i + 2]!, o[i + 3]!, o[i + 4]!)
    case 6:
      return char(o[i]!, o[i + 1]!, o[i + 2]!, o[i + 3]!, o[i + 4]!, o[i + 5]!)
    case 7:
      return char(o[i]!, o[i + 1]!, o[i + 2]!, o[i + 3]!, o[i + 4]!, o[i + 5]!, o[i + 6]!)
    case 8:
      return char(o[i]!, o[i + 1]!, o[i + 2]!, o[i + 3]!, o[i + 4]!, o[i + 5]!, o[i + 6]!, o[i + 7]!)
    case 9:
      return char(o[i]!, o[i + 1]!, o[i + 2]!, o[i + 3]!, o[i + 4]!, o[i + 5]!, o[i + 6]!, o[i + 7]!, o[i + 8]!)
    case 10:
      return char(
        o[i]!,
        o[i + 1]!,
        o[i + 2]!,
        o[i + 3]!,
        o[i + 4]!,
        o[i + 5]!,
        o[i + 6]!,
        o[i + 7]!,
        o[i + 8]!,
        o[i + 9]!,
      )
    case 11:
      return char(
        o[i]!,
        o[i + 1]!,
        o[i + 2]!,
        o[i + 3]!,
        o[i + 4]!,
        o[i + 5]!,
        o[i + 6]!,
        o[i + 7]!,
        o[i + 8]!,
        o[i + 9]!,
        o[i + 10]!,
      )
    case 12:
      return char(
        o[i]!,
        o[i + 1]!,
        o[i + 2]!,
        o[i + 3]!,
        o[i + 4]!,
        o[i + 5]!,
        o[i + 6]!,
        o[i + 7]!,
        o[i + 8]!,
        o[i + 9]!,
        o[i + 10]!,
        o[i + 11]!,
      )
    case 13:
      return char(
        o[i]!,
        o[i + 1]!,
        o[i + 2]!,
        o[i + 3]!,
        o[i + 4]!,
        o[i + 5]!,
        o[i + 6]!,
        o[i + 7]!,
        o[i + 8]!,
        o[i + 9]!,
        o[i + 10]!,
        o[i + 11]!,
        o[i + 12]!,
      )
    case 14:
      return char(
        o[i]!,
        o[i + 1]!,
        o[i + 2]!,
        o[i + 3]!,
        o[i + 4]!,
        o[i + 5]!,
        o[i + 6]!,
        o[i + 7]!,
        o[i + 8]!,
        o[i + 9]!,
        o[i + 10]!,
        o[i + 11]!,
        o[i + 12]!,
        o[i + 13]!,
      )
    case 15:
      return char(
        o[i]!,
        o[i + 1]!,
        o[i + 2]!,
        o[i + 3]!,
        o[i + 4]!,
        o[i + 5]!,
        o[i + 6]!,
        o[i + 7]!,
        o[i + 8]!,
        o[i + 9]!,
        o[i + 10]!,
        o[i + 11]!,
        o[i + 12]!,
        o[i + 13]!,
        o[i + 14]!,
      )
    case 16:
      return char(
        o[i]!,
        o[i + 1]!,
        o[i + 2]!,
        o[i + 3]!,
        o[i + 4]!,
        o[i + 5]!,
        o[i + 6]!,
        o[i + 7]!,
        o[i + 8]!,
        o[i + 9]!,
        o[i + 10]!,
        o[i + 11]!,
        o[i + 12]!,
        o[i + 13]!,
        o[i + 14]!,
        o[i + 15]!,
      )
    case 17:
      return char(
        o[i]!,
        o[i + 1]!,
        o[i + 2]!,
        o[i + 3]!,
        o[i + 4]!,
        o[i + 5]!,
        o[i + 6]!,
        o[i + 7]!,
        o[i + 8]!,
        o[i + 9]!,
        o[i + 10]!,
        o[i + 11]!,
        o[i + 12]!,
        o[i + 13]!,
        o[i + 14]!,
        o[i + 15]!,
        o[i + 16]!,
      )
    case 18:
      return char(
        o[i]!,
        o[i + 1]!,
        o[i + 2]!,
        o[i + 3]!,
        o[i + 4]!,
        o[i + 5]!,
        o[i + 6]!,
        o[i + 7]!,
        o[i + 8]!,
        o[i + 9]!,
        o[i + 10]!,
        o[i + 11]!,
        o[i + 12]!,
        o[i + 13]!,
        o[i + 14]!,
        o[i + 15]!,
        o[i + 16]!,
        o[i + 17]!,
      )
    case 19:
      return char(
        o[i]!,
        o[i + 1]!,
        o[i + 2]!,
        o[i + 3]!,
        o[i + 4]!,
        o[i + 5]!,
        o[i + 6]!,
        o[i + 7]!,
        o[i + 8]!,
        o[i + 9]!,
        o[i + 10]!,
        o[i + 11]!,
        o[i + 12]!,
        o[i + 13]!,
        o[i + 14]!,
        o[i + 15]!,
        o[i + 16]!,
        o[i + 17]!,
        o[i + 18]!,
      )
    case 20:
      return char(
        o[i]!,
        o[i + 1]!,
        o[i + 2]!,
        o[i + 3]!,
        o[i + 4]!,
        o[i + 5]!,
        o[i + 6]!,
        o[i + 7]!,
        o[i + 8]!,
        o[i + 9]!,
        o[i + 10]!,
        o[i + 11]!,
        o[i + 12]!,
        o[i + 13]!,
        o[i + 14]!,
        o[i + 15]!,
        o[i + 16]!,
        o[i + 17]!,
        o[i + 18]!,
        o[i + 19]!,
      )
    case 21:
      return char(
        o[i]!,
        o[i + 1]!,
        o[i + 2]!,
        o[i + 3]!,
        o[i + 4]!,
        o[i + 5]!,
        o[i + 6]!,
        o[i + 7]!,
        o[i + 8]!,
        o[i + 9]!,
        o[i + 10]!,
        o[i + 11]!,
        o[i + 12]!,
        o[i + 13]!,
        o[i + 14]!,
        o[i + 15]!,
        o[i + 16]!,
        o[i + 17]!,
        o[i + 18]!,
        o[i + 19]!,
        o[i + 20]!,
      )
    case 22:
      return char(
        o[i]!,
        o[i + 1]!,
        o[i + 2]!,
        o[i + 3]!,
        o[i + 4]!,
        o[i + 5]!,
        o[i + 6]!,
        o[i + 7]!,
        o[i + 8]!,
        o[i + 9]!,
        o[i + 10]!,
        o[i + 11]!,
        o[i + 12]!,
        o[i + 13]!,
        o[i + 14]!,
        o[i + 15]!,
        o[i + 16]!,
        o[i + 17]!,
        o[i + 18]!,
        o[i + 19]!,
        o[i + 20]!,
        o[i + 21]!,
      )
    case 23:
      return char(
        o[i]!,
        o[i + 1]!,
        o[i + 2]!,
        o[i + 3]!,
        o[i + 4]!,
        o[i + 5]!,
        o[i + 6]!,
        o[i + 7]!,
        o[i + 8]!,
        o[i + 9]!,
        o[i + 10]!,
        o[i + 11]!,
        o[i + 12]!,
        o[i + 13]!,
        o[i + 14]!,
        o[i + 15]!,
        o[i + 16]!,
        o[i + 17]!,
        o[i + 18]!,
        o[i + 19]!,
        o[i + 20]!,
        o[i + 21]!,
        o[i + 22]!,
      )
    case 24:
      return char(
        o[i]!,
        o[i + 1]!,
        o[i + 2]!,
        o[i + 3]!,
        o[i + 4]!,
        o[i + 5]!,
        o[i + 6]!,
        o[i + 7]!,
        o[i + 8]!,
        o[i + 9]!,
        o[i + 10]!,
        o[i + 11]!,
        o[i + 12]!,
        o[i + 13]!,
        o[i + 14]!,
        o[i + 15]!,
        o[i + 16]!,
        o[i + 17]!,
        o[i + 18]!,
        o[i + 19]!,
        o[i + 20]!,
        o[i + 21]!,
        o[i + 22]!,
        o[i + 23]!,
      )
    default:
      return nativeSlice.call(o, from, to)
  }
}

/**
 * Writes a text and its NUL. Returns the offset behind it, or -1 when the text has more than `maxLength` characters or one
 * that no octet has (NUL among them). The caller has made room for `maxLength + 1` octets.
 */
export function writeText(o: Uint8Array, at: number, text: unknown, maxLength: number): number {
  if (typeof text !== 'string') return -1
  const length = text.length
  if (length > maxLength) return -1
  // Bits beyond the eighth: of a code above 0xff, and of NUL, which is 0 - 1 = -1 here.
  let seen = 0
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index)
    seen |= code | (code - 1)
    o[at + index] = code
  }
  if ((seen & ~0xff) !== 0) return -1
  o[at + length] = 0
  return at + length + 1
}
