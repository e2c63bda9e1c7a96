import type { SmppDefaults, SmppOptions } from './smpp-options.ts'
import type { SmscSettings } from './smsc.ts'

/** The options of a message: its own, and the definition's for what it leaves open. TLVs are laid over one another elsewhere. */
export function effectiveOptions(
  { defaults }: Pick<SmscSettings, 'defaults'>,
  given: SmppOptions | undefined,
): SmppDefaults {
  if (!given) return defaults
  const own = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  return { ...defaults, ...own }
}

/**
 * How a text is written with these options for an SMSC, as the protocol library takes it: the manager cuts by it and
 * composers count by it.
 */
export function textOptions(options: SmppDefaults, smsc: Pick<SmscSettings, 'defaultAlphabet'>) {
  const { coding, languages, transliterate, longMessage, flash } = options
  return {
    alphabet: coding,
    defaultAlphabet: writtenAlphabet(smsc),
    concatenation: longMessage,
    nationalLanguages: languages,
    transliterate,
    ...(flash && { messageClass: 0 as const }),
  }
}

/**
 * What to write in for data_coding 0. An SMSC that takes Latin-1 or ASCII there turns it into GSM 7-bit itself, which is
 * what arrives. Of UTF-8 only the characters it shares with ASCII are sent so; for all others there is UCS-2.
 */
function writtenAlphabet({ defaultAlphabet }: Pick<SmscSettings, 'defaultAlphabet'>): 'gsm7' | 'latin1' | 'ascii' {
  return defaultAlphabet === 'utf8' ? 'ascii' : defaultAlphabet
}
