/** What tells the country of a number, as ISO 3166 has them: two capital letters. */
export interface Countries {
  /** The country that a canonical number belongs to; undefined for short codes and for what is no country's (+870 …). */
  of(number: string): string | undefined
  /** Whether there is a country with this code that has numbers. */
  has(code: string): boolean
}

/**
 * Where several countries share a calling code: how many digits after it tell which, and how long a whole number is.
 * Under 618 for those numbers of +61 that go on with 8. Held to libphonenumber by a test.
 */
const SHARED: Readonly<Record<string, { readonly telling: number; readonly length: number }>> = {
  1: { telling: 3, length: 10 },
  7: { telling: 1, length: 10 },
  61: { telling: 1, length: 9 },
  618: { telling: 6, length: 9 },
  212: { telling: 5, length: 9 },
  262: { telling: 6, length: 9 },
  590: { telling: 6, length: 9 },
}
const USUAL = { telling: 5, length: 10 }
/** Prefixes whose country is remembered; some hundred octets each. */
const MOST_REMEMBERED = 50_000

let loading: Promise<Countries> | undefined

/**
 * Loads the table of countries, the smallest that tells those apart which share a calling code. It takes some 50 ms and a
 * few MB, so only who routes by country pays for it. Asked again, it is there.
 */
export function loadCountries(): Promise<Countries> {
  loading ??= load()
  return loading
}

async function load(): Promise<Countries> {
  const { parsePhoneNumberFromString } = await import('libphonenumber-js/min')
  const { default: metadata } = await import('libphonenumber-js/min/metadata')
  const byCallingCode = new Map(Object.entries(metadata.country_calling_codes))
  const codes = new Set([...byCallingCode.values()].flat().map(String))
  const remembered = new Map<string, string>()

  /**
   * Of a shared calling code, what the telling digits say. The rest of the number is made up: a wrong length or an
   * unused exchange makes no other country of it, and the answer depends on nothing but the prefix.
   */
  const telling = (number: string, callingCode: string, main: string): string => {
    const { telling: digits, length } = SHARED[number.slice(1, 2 + callingCode.length)] ?? SHARED[callingCode] ?? USUAL
    const prefix = number.slice(0, 1 + callingCode.length + digits)
    const before = remembered.get(prefix)
    if (before !== undefined) return before
    const whole = prefix.padEnd(1 + callingCode.length + length, '2345678')
    const country = parsePhoneNumberFromString(whole)?.country ?? main
    if (remembered.size >= MOST_REMEMBERED) remembered.clear()
    remembered.set(prefix, country)
    return country
  }

  return {
    has: (code) => codes.has(code),
    of(number) {
      if (!number.startsWith('+')) return undefined
      // No calling code begins another one (E.164), so the first that fits is it.
      for (let digits = 1; digits <= 3; digits++) {
        const callingCode = number.slice(1, 1 + digits)
        const sharers = byCallingCode.get(callingCode)
        if (sharers) return sharers.length === 1 ? sharers[0] : telling(number, callingCode, sharers[0] as string)
      }
      return undefined
    },
  }
}
