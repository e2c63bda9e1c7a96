/** How other protocols start. Four octets must be enough, since no more may have come when the length is judged. */
const SIGNATURES: readonly (readonly [protocol: string, pattern: RegExp])[] = [
  ['HTTP', /^(GET |HEAD|POST|PUT |PATC|DELE|OPTI|TRAC|CONN|HTTP|PRI )/],
  ['SSH', /^SSH-/],
  ['TLS', /^\x16\x03[\0-\x04]/],
  ['the PROXY protocol', /^(PROX|\r\n\r\n)/],
  ['SMTP or FTP', /^(220[ -]|EHLO|HELO)/],
  ['RDP', /^\x03\0\0/],
  ['SIP', /^(INVI|REGI|SIP\/)/],
  ['Redis', /^\*[0-9]\r\n/],
]

/**
 * Names the protocol a peer speaks that is not speaking SMPP, from the first octets it sent; undefined when it is none that
 * scanners and misdirected clients usually bring to an SMPP port.
 */
export function recogniseForeignProtocol(octets: Uint8Array): string | undefined {
  let text = ''
  for (const octet of octets.subarray(0, 16)) text += String.fromCharCode(octet)
  return SIGNATURES.find(([, pattern]) => pattern.test(text))?.[0]
}
