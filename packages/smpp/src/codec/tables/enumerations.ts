// Facts of the SMPP specifications 3.4 (section 5.2) and 5.0 (section 4.7): what the values of fields mean. Values that are
// not listed are reserved or left to the message centre; they are read and kept all the same.

/** Type of number (3.4 section 5.2.5). */
export const TON_MEANINGS: Readonly<Record<number, string>> = {
  0: 'unknown',
  1: 'international',
  2: 'national',
  3: 'network specific',
  4: 'subscriber number',
  5: 'alphanumeric',
  6: 'abbreviated',
}

/** Numbering plan indicator (3.4 section 5.2.6). */
export const NPI_MEANINGS: Readonly<Record<number, string>> = {
  0: 'unknown',
  1: 'ISDN (E.163/E.164)',
  3: 'data (X.121)',
  4: 'telex (F.69)',
  6: 'land mobile (E.212)',
  8: 'national',
  9: 'private',
  10: 'ERMES',
  14: 'internet (IP)',
  18: 'WAP client id',
}

/** Messaging mode, bits 1 and 0 of esm_class, from an ESME (3.4 section 5.2.12). */
export const MESSAGING_MODE_MEANINGS: Readonly<Record<number, string>> = {
  0: 'default mode',
  1: 'datagram mode',
  2: 'forward mode',
  3: 'store and forward mode',
}

/** Message type, bits 5 to 2 of esm_class (3.4 section 5.2.12). */
export const MESSAGE_TYPE_MEANINGS: Readonly<Record<number, string>> = {
  0: 'message',
  4: 'delivery receipt',
  8: 'delivery acknowledgement',
  16: 'manual/user acknowledgement',
  24: 'conversation abort',
  32: 'intermediate delivery notification',
}

/** GSM features, bits 7 and 6 of esm_class (3.4 section 5.2.12). */
export const GSM_FEATURE_MEANINGS: Readonly<Record<number, string>> = {
  64: 'user data header',
  128: 'reply path',
  192: 'user data header and reply path',
}

/** Receipt asked for, bits 1 and 0 of registered_delivery (3.4 section 5.2.17; 3 is of 5.0). */
export const RECEIPT_MEANINGS: Readonly<Record<number, string>> = {
  0: 'no receipt',
  1: 'receipt on success or failure',
  2: 'receipt on failure',
  3: 'receipt on success',
}

/** Acknowledgement asked for, bits 3 and 2 of registered_delivery (3.4 section 5.2.17). */
export const ACKNOWLEDGEMENT_MEANINGS: Readonly<Record<number, string>> = {
  4: 'delivery acknowledgement',
  8: 'manual/user acknowledgement',
  12: 'delivery and manual/user acknowledgement',
}

/** Priority on GSM and on ANSI-136 networks (3.4 section 5.2.14, 5.0 section 4.7.19). */
export const PRIORITY_MEANINGS: Readonly<Record<number, string>> = {
  0: 'normal (ANSI-136: bulk)',
  1: 'priority (ANSI-136: normal)',
  2: 'priority (ANSI-136: urgent)',
  3: 'priority (ANSI-136: very urgent)',
  4: 'background (cell broadcast)',
}

/** What replace_if_present_flag asks for (3.4 section 5.2.18). */
export const REPLACE_MEANINGS: Readonly<Record<number, string>> = {
  0: 'do not replace',
  1: 'replace a pending message with the same source, destination and service_type',
}

/** Kinds of service (3.4 section 5.2.11, 5.0 section 4.7.25); others are the carrier's. */
export const SERVICE_TYPE_MEANINGS: Readonly<Record<string, string>> = {
  CMT: 'cellular messaging',
  CPT: 'cellular paging',
  VMN: 'voice mail notification',
  VMA: 'voice mail alerting',
  WAP: 'WAP',
  USSD: 'USSD',
  CBS: 'cell broadcast',
  GUTS: 'generic UDP transport',
}
