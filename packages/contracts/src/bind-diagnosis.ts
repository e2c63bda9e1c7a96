/** What may be wrong with a bind that was tried: what happened, why that is most often so, and what to do. */
export interface BindDiagnosis {
  /** What happened, in a few words. */
  readonly title: string
  /** Why, most likely. */
  readonly cause: string
  /** What the operator should do, the likeliest first. */
  readonly advice: string
}

/**
 * The catalogue of diagnoses, in the order in which a trial comes past them. The edge that tries says the code and what
 * it saw; these are the words to it. The reference page is held to it by a test.
 */
export const BIND_DIAGNOSES = {
  'name-not-found': {
    title: 'The host name has no address',
    cause: 'The name is mistyped, or only the provider’s own network knows it (a VPN).',
    advice: 'Compare the host with the account sheet, letter by letter; or put in the IP address.',
  },
  'name-server-silent': {
    title: 'The name server gives no answer',
    cause: 'The machine of the edge has no working name server, or may not reach it.',
    advice: 'Mend the name service of that machine; or put in the IP address.',
  },
  'connection-refused': {
    title: 'Nothing listens on that port',
    cause: 'The port is wrong, or the SMSC is down. Some firewalls refuse in this way too.',
    advice: 'Compare the port with the account sheet; often there is one with TLS and one without. Ask the provider.',
  },
  'no-route': {
    title: 'There is no way to that host',
    cause: 'The machine of the edge has no route there: a VPN is down, or the address belongs to another network.',
    advice: 'Bring the VPN or the route up on that machine; try another edge, if one is nearer to it.',
  },
  'connection-timeout': {
    title: 'The connection gets no answer',
    cause: 'A firewall drops it: ours on the way out, or the provider’s, which does not know the address we come from.',
    advice:
      'Have the provider allow the public address of the edge, and our firewall allow this host and port. A wrong host looks the same.',
  },
  'connection-not-permitted': {
    title: 'The machine of the edge does not permit the connection',
    cause: 'A rule of that machine itself (its firewall, or the container’s) forbids it.',
    advice: 'Allow outgoing connections to this host and port there.',
  },
  'connection-failed': {
    title: 'The connection cannot be made',
    cause: 'The operating system gave a reason that is not usual.',
    advice: 'Look what was seen up on the machine of the edge; try again.',
  },
  'closed-at-once': {
    title: 'The SMSC closes the connection before anything is said',
    cause: 'It does not know the address we come from. Some close as well when the account has no connection left.',
    advice: 'Have the provider allow the public address of the edge, and ask how many connections the account has.',
  },
  'tls-not-spoken': {
    title: 'The port does not speak TLS',
    cause: 'TLS is switched on here, and the port is the one without.',
    advice: 'Switch TLS off, or use the provider’s port for TLS.',
  },
  'tls-wanted': {
    title: 'The port speaks TLS',
    cause: 'TLS is switched off here, and the port is the one with it.',
    advice: 'Switch TLS on, or use the provider’s port without.',
  },
  'tls-not-agreed': {
    title: 'TLS cannot be agreed on',
    cause:
      'The SMSC offers no version from TLS 1.2 on, or no cipher that is still safe; or, with TLS 1.2, it wants a certificate of ours.',
    advice:
      'Ask the provider for TLS 1.2 or newer, without client certificates. A VPN and a port without TLS is the other way.',
  },
  'tls-client-certificate': {
    title: 'The SMSC wants a certificate of ours',
    cause: 'Its port is for clients that show a certificate.',
    advice: 'Ask the provider for a port without client certificates; Connect has none to show.',
  },
  'certificate-untrusted': {
    title: 'The certificate of the SMSC is not trusted',
    cause: 'It is self-signed, or its authority is not one that the machine of the edge knows.',
    advice:
      'Give the provider’s authority to the edge (NODE_EXTRA_CA_CERTS=FILE when it starts), or ask for a certificate of a public authority. Compare the fingerprint with the provider’s first.',
  },
  'certificate-expired': {
    title: 'The certificate of the SMSC has expired',
    cause: 'The provider forgot to renew it; or the clock of the machine of the edge is ahead.',
    advice: 'Check that clock, then tell the provider.',
  },
  'certificate-not-yet-valid': {
    title: 'The certificate of the SMSC is not valid yet',
    cause: 'Most often the clock of the machine of the edge is behind.',
    advice: 'Set that clock. If it is right, tell the provider.',
  },
  'certificate-wrong-name': {
    title: 'The certificate of the SMSC is for another name',
    cause: 'The host is an IP address or another name than the one in the certificate.',
    advice: 'Put in one of the names of the certificate as the host.',
  },
  'http-server': {
    title: 'A web server answers on that port',
    cause: 'The port is that of the provider’s web page or HTTP API.',
    advice: 'Put in the SMPP port of the account sheet, often 2775 or 3550.',
  },
  'ssh-server': {
    title: 'An SSH server answers on that port',
    cause: 'The port is wrong.',
    advice: 'Put in the SMPP port of the account sheet, often 2775 or 3550.',
  },
  'other-protocol': {
    title: 'Something else than SMPP answers on that port',
    cause: 'The port is that of another service.',
    advice: 'Put in the SMPP port of the account sheet, often 2775 or 3550.',
  },
  'not-smpp': {
    title: 'What comes from that port is not SMPP',
    cause: 'The port is wrong, or something between (a proxy, a load balancer) changes what passes.',
    advice: 'Compare host and port with the account sheet; send the provider the octets that were seen.',
  },
  'bind-unanswered': {
    title: 'The bind gets no answer',
    cause: 'Something takes the connection, but no SMSC is behind it: a load balancer, or an SMSC that hangs.',
    advice: 'Try again in some minutes, then tell the provider when it was and from which address.',
  },
  'closed-on-bind': {
    title: 'The SMSC closes the connection instead of answering the bind',
    cause:
      'Some SMSCs do so when the address we come from is not allowed, the account is locked, or something in the bind is not right.',
    advice:
      'Have the provider allow the public address of the edge; then compare system id, password, system type and bind mode with the account sheet.',
  },
  'system-id-unknown': {
    title: 'The SMSC does not know the system id',
    cause: 'The system id is mistyped (capitals count), or the account is on another host of the provider.',
    advice: 'Compare system id and host with the account sheet.',
  },
  'password-wrong': {
    title: 'The SMSC does not take the password',
    cause: 'The password is mistyped or was changed. Some SMSCs say so of an address that is not allowed, too.',
    advice: 'Type the password again. Do not try often: some accounts are locked after a few.',
  },
  'password-too-long': {
    title: 'The SMSC does not take the password, which is longer than SMPP allows',
    cause: 'SMPP allows 8 characters. Many SMSCs take no more, or cut the rest off; or the password is wrong.',
    advice: 'Ask the provider for an SMPP password of at most 8 characters; it is often not that of the web page.',
  },
  'already-bound': {
    title: 'The account is bound already',
    cause:
      'Another program, or another installation, is bound with it; or the SMSC still holds a dead connection, for some minutes.',
    advice: 'Stop the other program; wait some minutes; ask the provider how many binds the account has.',
  },
  'own-bind-refuses': {
    title: 'The account takes no further bind: Connect’s own holds it',
    cause: 'Connect is bound with this account already, and the SMSC allows no more binds than that.',
    advice: 'The account works. To try something else with it, disable the SMSC that holds it first.',
  },
  'own-bind-up': {
    title: 'The bind was not tried: Connect is bound with this account',
    cause:
      'As many binds as this definition asks for stand already. With one more the SMSC might drop one that carries messages.',
    advice: 'A bind that stands needs no test. To try other settings, disable the SMSC that holds it first.',
  },
  'bind-type-not-allowed': {
    title: 'The SMSC does not allow this type of bind',
    cause:
      'The account is for the other bind mode: some have no transceiver, some nothing else, some may only send or only receive.',
    advice: 'Choose the other bind mode, or ask the provider which binds the account may have.',
  },
  'system-type-wrong': {
    title: 'The SMSC does not take the system type',
    cause: 'The account needs a certain system type, or none.',
    advice: 'Put in the system type of the account sheet; where it names none, leave it empty.',
  },
  'version-refused': {
    title: 'The SMSC does not take this SMPP version',
    cause: 'It refused the version that is set, and took SMPP 3.4.',
    advice: 'Set the SMPP version to 3.4.',
  },
  'bind-throttled': {
    title: 'The SMSC takes no bind now: too many were tried',
    cause: 'It counts binds in a time, and something tries too often: this account, or our address.',
    advice: 'Stop what tries again and again, wait some minutes, and test once.',
  },
  'smsc-error': {
    title: 'The SMSC has an error of its own',
    cause: 'It is in trouble. Some SMSCs also say so of an account that is not set up whole, or of a wrong bind mode.',
    advice: 'Try again in some minutes, then tell the provider the status and the time.',
  },
  'bind-failed': {
    title: 'The SMSC refuses the bind and does not say why',
    cause: 'System id or password, the bind mode, the address we come from, a locked account, or too many binds.',
    advice: 'Compare all of them with the account sheet, in this order; then ask the provider, who sees the reason.',
  },
  'refused-otherwise': {
    title: 'The SMSC refuses the bind',
    cause: 'The status is not usual for a bind; what it means is in what was seen.',
    advice: 'Tell the provider the status.',
  },
  'closed-after-bind': {
    title: 'The SMSC takes the bind and then closes the connection',
    cause: 'The account is locked or has another bind that wins, or the SMSC is in trouble.',
    advice: 'Look for another program that is bound with the account; then ask the provider.',
  },
  'enquire-link-unanswered': {
    title: 'The bind stands, and enquire_link gets no answer',
    cause: 'The SMSC hangs behind its door, or does not know enquire_link; Connect would drop the bind after a while.',
    advice: 'Tell the provider: SMPP asks for an answer to enquire_link (3.4 section 4.11).',
  },
} as const satisfies Record<string, BindDiagnosis>

export type BindDiagnosisCode = keyof typeof BIND_DIAGNOSES

/** The words to a code; of a code that only a newer edge knows, those that say so. */
export function bindDiagnosis(code: string): BindDiagnosis {
  return Object.hasOwn(BIND_DIAGNOSES, code) ? BIND_DIAGNOSES[code as BindDiagnosisCode] : UNKNOWN
}

const UNKNOWN: BindDiagnosis = {
  title: 'The edge found something that this version of the manager has no words for',
  cause: 'The edge is newer than the manager.',
  advice: 'What was seen says more. Update the manager.',
}
