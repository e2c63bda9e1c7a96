const whole = new Intl.NumberFormat('en-GB')

/** 5,574 */
export function figure(value: number): string {
  return whole.format(value)
}

/** `1 part`, `5,574 parts`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${figure(value)} ${value === 1 ? one : many}`
}

/** What a person typed as a number, without the spaces and signs that people put into numbers for the eye. */
export function tidyNumber(typed: string): string {
  const bare = typed.trim()
  // A sender may be a name, in which a space or a full stop counts.
  if (/\p{L}/u.test(bare)) return bare
  const digits = bare.replace(/[\s().\-\u2010-\u2015\u00a0]/g, '')
  return digits.startsWith('00') ? `+${digits.slice(2)}` : digits
}
