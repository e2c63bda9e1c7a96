import type { ForcingCharacter, WritableAlphabet } from './alphabets.ts'
import type { MessageClass } from './data-coding.ts'
import type { NationalLanguage } from './national-tables.ts'

/** How a text too long for one short message is sent. */
export type ConcatenationMode =
  /** A user data header in every part, with a reference of 8 bits (the usual way) or 16 bits. */
  | 'udh8'
  | 'udh16'
  /** The sar_* TLVs: the message centre makes the headers (3.4 section 5.3.2.22 to 24). */
  | 'sar'
  /** One PDU with all of it in message_payload: the message centre cuts it (3.4 section 5.3.2.32). */
  | 'payload'

/** How to turn a text into user data. The defaults keep the text whole, whatever it is, in as few parts as it takes. */
export type TextOptions = {
  /** `auto` takes GSM 7-bit where the text allows it and UCS-2 elsewhere. A named alphabet is used or refused. */
  readonly alphabet?: 'auto' | WritableAlphabet
  /**
   * What data_coding 0 means on the link. `gsm7`: one septet an octet. `latin1` and `ascii`: the message centre itself
   * turns octets of that alphabet into GSM 7-bit, so only characters that both have go that way.
   */
  readonly defaultAlphabet?: 'gsm7' | 'latin1' | 'ascii'
  /** The data_coding for the default alphabet where a message centre wants another than 0 (0xf1, say). */
  readonly defaultDataCoding?: number
  readonly concatenation?: ConcatenationMode
  /** Tells this long message from others between the same two addresses; its low 8 or 16 bits are used. 0 unless told. */
  readonly reference?: number
  /** The most parts allowed, 1 to 255. */
  readonly maxParts?: number
  /** A message class, 0 for a flash message. */
  readonly messageClass?: MessageClass
  /** Whether GSM 7-bit goes as one septet an octet (usual) or packed. */
  readonly septets?: 'unpacked' | 'packed'
  /** National shift tables to try when the default ones do not suffice: off unless told, since not every network has them. */
  readonly nationalLanguages?: readonly NationalLanguage[] | 'all'
  /**
   * Replace typographic characters (curly quotes, dashes, odd spaces and the like) by plain ones where that, and only that,
   * makes the text fit GSM 7-bit. Off unless told: what arrives is then not what was written. `replaced` says what changed.
   */
  readonly transliterate?: boolean
}

/** Why a text cannot be sent as asked. Indexes are UTF-16 indexes into the text. */
export type TextRefusal =
  | { readonly kind: 'refused'; readonly problem: 'lone_surrogate'; readonly index: number }
  | ({ readonly kind: 'refused'; readonly problem: 'not_in_alphabet'; readonly alphabet: string } & ForcingCharacter)
  | { readonly kind: 'refused'; readonly problem: 'too_many_parts'; readonly parts: number; readonly maxParts: number }
  | { readonly kind: 'refused'; readonly problem: 'too_long'; readonly octets: number; readonly maxOctets: number }

/** A character that transliteration replaced. `index` is the UTF-16 index in the text as given. */
export type Replacement = { readonly index: number; readonly from: string; readonly to: string }
