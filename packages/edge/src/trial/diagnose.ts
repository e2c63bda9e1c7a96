import type { BindDiagnosisCode } from '@smpp-connect/contracts'
import { recogniseForeignProtocol, Status, statusInfo } from '@smpp-connect/smpp'
import type { Observation, PlainSpeech, Tried } from './observation.ts'

export interface Diagnosis {
  readonly code: BindDiagnosisCode
  readonly seen: string
}

/**
 * What an observation means, for a bind that was tried with these settings: the likeliest cause, and what was seen. The
 * words to the codes stand in the catalogue (contracts/bind-diagnosis.ts).
 */
export function diagnose(observation: Observation, tried: Tried): Diagnosis {
  return { code: codeOf(observation, tried), seen: seenIn(observation, tried) }
}

function codeOf(observation: Observation, tried: Tried): BindDiagnosisCode {
  switch (observation.kind) {
    case 'name':
      return NAME_CODES[observation.code] ?? 'name-not-found'
    case 'connection':
      return CONNECTION_CODES[observation.code] ?? 'connection-failed'
    case 'tls':
      return tlsCode(observation.code, observation.plain)
    case 'certificate':
      return CERTIFICATE_CODES[observation.code] ?? 'certificate-untrusted'
    case 'held-back':
      return 'own-bind-up'
    case 'foreign':
      return observation.speaksTls ? 'tls-wanted' : foreignCode(observation.octets)
    case 'silent':
      if (observation.speaksTls) return 'tls-wanted'
      return observation.to === 'bind' ? 'bind-unanswered' : 'enquire-link-unanswered'
    case 'cut':
      if (observation.speaksTls) return 'tls-wanted'
      // With TLS 1.3 the peer says only after the handshake that it wanted a certificate.
      if (CLIENT_CERTIFICATE.test(observation.code ?? '')) return 'tls-client-certificate'
      if (observation.takes34) return 'version-refused'
      return CUT_CODES[observation.at]
    case 'refused':
      return observation.takes34 ? 'version-refused' : refusalCode(observation.status, tried)
  }
}

/** getaddrinfo's; every other one means that the name is not known. */
const NAME_CODES: Readonly<Record<string, BindDiagnosisCode>> = {
  EAI_AGAIN: 'name-server-silent',
  EAI_FAIL: 'name-server-silent',
  SILENT: 'name-server-silent',
}

const CONNECTION_CODES: Readonly<Record<string, BindDiagnosisCode>> = {
  ECONNREFUSED: 'connection-refused',
  EHOSTUNREACH: 'no-route',
  ENETUNREACH: 'no-route',
  EADDRNOTAVAIL: 'no-route',
  EHOSTDOWN: 'no-route',
  ENETDOWN: 'no-route',
  ETIMEDOUT: 'connection-timeout',
  SILENT: 'connection-timeout',
  EACCES: 'connection-not-permitted',
  EPERM: 'connection-not-permitted',
  ECONNRESET: 'closed-at-once',
}

const CERTIFICATE_CODES: Readonly<Record<string, BindDiagnosisCode>> = {
  CERT_HAS_EXPIRED: 'certificate-expired',
  CERT_NOT_YET_VALID: 'certificate-not-yet-valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-wrong-name',
}

const CUT_CODES = {
  connected: 'closed-at-once',
  'bind-sent': 'closed-on-bind',
  bound: 'closed-after-bind',
} as const

const CLIENT_CERTIFICATE = /ALERT_(CERTIFICATE_REQUIRED|BAD_CERTIFICATE|NO_CERTIFICATE|CERTIFICATE_UNKNOWN)$/
/** What a peer that speaks TLS says when it cannot go on. All else is no TLS. */
const NO_COMMON_TLS =
  /ALERT_(PROTOCOL_VERSION|HANDSHAKE_FAILURE|INSUFFICIENT_SECURITY)$|UNSUPPORTED_PROTOCOL|DH_KEY_TOO_SMALL/

function tlsCode(code: string, plain: PlainSpeech): BindDiagnosisCode {
  if (CLIENT_CERTIFICATE.test(code)) return 'tls-client-certificate'
  if (NO_COMMON_TLS.test(code)) return 'tls-not-agreed'
  return plain.kind === 'foreign' ? foreignCode(plain.octets) : 'tls-not-spoken'
}

function foreignCode(octets: Uint8Array): BindDiagnosisCode {
  // A TLS record that is an alert (RFC 8446 section 5.1): our octets were taken for a broken handshake.
  if (octets[0] === 0x15 && octets[1] === 0x03) return 'tls-wanted'
  const protocol = recogniseForeignProtocol(octets)
  if (protocol === undefined) return 'not-smpp'
  return FOREIGN_CODES[protocol] ?? 'other-protocol'
}

const FOREIGN_CODES: Readonly<Record<string, BindDiagnosisCode>> = {
  HTTP: 'http-server',
  SSH: 'ssh-server',
  TLS: 'tls-wanted',
}

/** SMPP's limit (3.4 section 5.2.2), without the closing NUL. */
const LONGEST_PASSWORD = 8

function refusalCode(status: number, { passwordLength, ownBinds }: Tried): BindDiagnosisCode {
  const isLong = passwordLength > LONGEST_PASSWORD
  switch (status) {
    case Status.ESME_RALYBND:
      return ownBinds > 0 ? 'own-bind-refuses' : 'already-bound'
    case Status.ESME_RINVSYSID:
      return 'system-id-unknown'
    case Status.ESME_RINVPASWD:
      return isLong ? 'password-too-long' : 'password-wrong'
    // Where the length of a field is the matter, it is the one that is too long.
    case Status.ESME_RINVMSGLEN:
    case Status.ESME_RINVCMDLEN:
    case Status.ESME_RINVTLVLEN:
      return isLong ? 'password-too-long' : 'refused-otherwise'
    case Status.ESME_RINVSYSTYP:
      return 'system-type-wrong'
    case Status.ESME_RINVBNDSTS:
    case Status.ESME_RINVCMDID:
    case Status.ESME_RPROHIBITED:
      return 'bind-type-not-allowed'
    case Status.ESME_RTHROTTLED:
    case Status.ESME_RMSGQFUL:
      return 'bind-throttled'
    case Status.ESME_RSYSERR:
    case Status.ESME_RX_T_APPN:
      return 'smsc-error'
    case Status.ESME_RBINDFAIL:
      // Some message centres say so of too many binds.
      return ownBinds > 0 ? 'own-bind-refuses' : 'bind-failed'
    default:
      return 'refused-otherwise'
  }
}

function seenIn(observation: Observation, { bindType, interfaceVersion, passwordLength, ownBinds }: Tried): string {
  switch (observation.kind) {
    case 'name':
      return `Looking up ${observation.host}: ${observation.code === 'SILENT' ? 'no answer' : observation.code}.`
    case 'connection':
      return observation.code === 'SILENT'
        ? `No answer to the connection within ${seconds(observation.waitedMs)}.`
        : `The operating system says ${observation.code}.`
    case 'tls':
      return `${observation.words}${plainWords(observation.plain)}`
    case 'certificate': {
      const { subject, issuer, names, validFromMs, validToMs, fingerprint } = observation.tls
      const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10)
      const forNames = names.length === 0 ? 'for no name' : `for ${names.slice(0, 5).join(', ')}`
      return `${observation.code}. Certificate of ${subject}, issued by ${issuer}, ${forNames}, from ${day(validFromMs)} to ${day(validToMs)}, SHA-256 ${fingerprint}.`
    }
    case 'held-back':
      return `${binds(ownBinds)} with this account.`
    case 'foreign':
      return `${octetWords(observation.octets)}${observation.speaksTls ? ' With TLS it speaks.' : ''}`
    case 'silent':
      return `No answer to ${observation.to} within ${seconds(observation.waitedMs)}.${observation.speaksTls ? ' With TLS it speaks.' : ''}`
    case 'cut': {
      const asked = observation.speaksTls ? ' With TLS it speaks.' : ''
      const again = observation.takes34 ? ' As SMPP 3.4 the bind is taken.' : ''
      return `${CUT_WORDS[observation.at]}, ${observation.words}.${asked}${again}`
    }
    case 'refused': {
      const { name, meaning } = statusInfo(observation.status)
      const by = observation.nack ? 'generic_nack' : `bind_${bindType}_resp`
      const code = `0x${observation.status.toString(16).padStart(8, '0')}`
      const again = observation.takes34 ? ` SMPP ${interfaceVersion} was refused, SMPP 3.4 is taken.` : ''
      const long = passwordLength > LONGEST_PASSWORD ? ` The password has ${passwordLength} characters.` : ''
      const own = ownBinds > 0 ? ` ${binds(ownBinds)} with this account.` : ''
      return `${by} with ${name === code ? code : `${name} (${code})`}: ${meaning}.${again}${long}${own}`
    }
  }
}

const CUT_WORDS = {
  connected: 'With the connection made and nothing said',
  'bind-sent': 'With the bind sent and not answered',
  bound: 'With the bind answered',
} as const

function binds(count: number): string {
  return count === 1 ? 'One bind of ours stands' : `${count} binds of ours stand`
}

function seconds(ms: number): string {
  return `${ms / 1_000} s`
}

function plainWords(plain: PlainSpeech): string {
  if (plain.kind === 'foreign') return ` Without TLS: ${octetWords(plain.octets)}`
  return plain.kind === 'smpp' ? ' Without TLS it speaks SMPP.' : ''
}

/** The first octets as they came, and what of them is text. */
function octetWords(octets: Uint8Array): string {
  const first = octets.subarray(0, 24)
  const hex = Buffer.from(first)
    .toString('hex')
    .replaceAll(/(..)(?=.)/g, '$1 ')
  const text = Buffer.from(first)
    .toString('latin1')
    .replaceAll(/[^\x20-\x7e]/g, '.')
  return `The first octets are ${hex} (“${text}”).`
}
