export { type DialOptions, dialSocket, type TlsClientOptions } from './dial.ts'
export { type Listen, type Listener, type ListenOptions, listenSocket, type TlsServerOptions } from './listen.ts'
export { networkErrorText, SocketTransport } from './socket-transport.ts'
export type { Dial, PeerAddress, Transport, TransportEnd, TransportHandler } from './transport.ts'
