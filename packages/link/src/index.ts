export { Authority, type Retirement } from './certs/authority.ts'
export { AuthorityWatch } from './certs/authority-watch.ts'
export {
  type Credentials,
  edgeIdOf,
  loadCredentials,
  renewAtMs,
  saveCredentials,
  validityOf,
} from './certs/credentials.ts'
export type { EdgeCertificate, EdgeStanding, IssuedRecord } from './certs/edge-standing.ts'
export { EnrolmentRefused, enrolByDialling, enrolByListening } from './certs/enrol.ts'
export { answerEnrolment } from './certs/enrol-desk.ts'
export { holdsAuthority } from './certs/generations.ts'
export { ManagerIdentity } from './certs/manager-identity.ts'
export { CertificateRenewal } from './certs/renewal.ts'
export { EdgeLink, type EdgeLinkFigures, type EdgeLinkOptions, type LinkState } from './edge/edge-link.ts'
export type { RemoteEdge } from './edge/remote-edge.ts'
export type { RenewalRequest, Renewer } from './hub/answer-renewal.ts'
export type { SeatAsker } from './hub/answer-seats.ts'
export type { DefinitionAtEdge } from './hub/definition-push.ts'
export type { EdgeView, LostVerdicts } from './hub/edge-peer.ts'
export { LinkHub, type LinkHubOptions } from './hub/link-hub.ts'
export { InProcessLink } from './in-process.ts'
export { dialTls } from './net/dial-tls.ts'
export { type Dialled, Dialler } from './net/dialler.ts'
export type { ExpectedPeer } from './net/judge-peer.ts'
export { Listener } from './net/listener.ts'
export type { Connection, ConnectionEvents, PeerName } from './session/connection.ts'
export { CONTRACT, type ContractVersion } from './wire/contract-version.ts'
export type { Renewal } from './wire/renewal.ts'
