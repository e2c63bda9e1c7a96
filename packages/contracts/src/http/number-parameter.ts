import { z } from 'zod'

/**
 * A whole number in the query of an address, in decimal digits. What JavaScript would take for one as well (nothing at
 * all as 0, `0x5`, `1e3`) is refused: an empty place to go on from is a mistake, and not the beginning.
 */
export function numberParameter(least: number, most: number = Number.MAX_SAFE_INTEGER) {
  return z.preprocess(readDigits, z.int().min(least).max(most))
}

/** The same, and what it is when it is left out. */
export function numberParameterOr(usual: number, least: number, most: number = Number.MAX_SAFE_INTEGER) {
  // Told to the document here: of what is read before it is judged, Zod leaves the default out.
  return z.preprocess(readDigits, z.int().min(least).max(most).meta({ default: usual })).default(usual)
}

function readDigits(given: unknown): unknown {
  return typeof given === 'string' && /^-?\d+$/.test(given) ? Number(given) : given
}
