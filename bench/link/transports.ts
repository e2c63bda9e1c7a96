// What carries the frames: TLS alone, one stream of HTTP/2, or Connect-ES. See README.md beside this file.

import { mkdtempSync, rmSync } from 'node:fs'
import { connect as connectHttp2, createSecureServer, type ServerHttp2Stream } from 'node:http2'
import { createRequire } from 'node:module'
import type { AddressInfo, Server as NetServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { connect as connectTls, createServer as createTlsServer } from 'node:tls'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { systemClock, systemRandom } from '@smpp-connect/kernel'
import { Authority, type Credentials } from '@smpp-connect/link'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '4' },
    octets: { type: 'string', default: '2900' },
    window: { type: 'string', default: '20' },
    // Where @connectrpc/connect-node and @bufbuild/protobuf are installed, for the third case.
    connect: { type: 'string' },
  },
})
const seconds = Number(values.seconds)
const window = Number(values.window)
const message = new Uint8Array(Number(values.octets)).fill(0x41)

const folder = mkdtempSync(join(tmpdir(), 'connect-bench-'))
const authority = Authority.open({ folder, clock: systemClock, random: systemRandom })
const credentials: Credentials = authority.managerCredentials('main')
const server = {
  key: credentials.key,
  cert: credentials.certificate,
  ca: [...credentials.authorities],
  minVersion: 'TLSv1.3' as const,
  requestCert: true,
}
const client = { ...server, rejectUnauthorized: true, checkServerIdentity: () => undefined, servername: 'connect.link' }

console.log(
  `${message.length} octets a frame, ${window} under way, echoed; ${seconds} s a case, both ends in one process`,
)
await tlsAlone()
await oneStreamOfHttp2()
if (values.connect) await connectEs(values.connect)
rmSync(folder, { recursive: true })
process.exit()

/** Sends a frame for each that comes back, and counts. */
async function measure(what: string, send: () => void, onEcho: (count: () => void) => void): Promise<void> {
  let count = 0
  onEcho(() => {
    count += 1
    send()
  })
  for (let one = 0; one < window; one++) send()
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  const cpu = process.cpuUsage()
  const from = count
  const beganMs = performance.now()
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000))
  const frames = count - from
  const { user, system } = process.cpuUsage(cpu)
  const tookS = (performance.now() - beganMs) / 1_000
  console.log(
    `  ${what}: ${(frames / tookS).toFixed(0)} frames/s, ${((user + system) / frames).toFixed(1)} µs CPU a frame there and back`,
  )
}

/** Four octets of length, then the frame. */
function framed(stream: Duplex, take: (frame: Uint8Array) => void): (frame: Uint8Array) => void {
  let held: Buffer = Buffer.alloc(0)
  stream.on('data', (octets: Buffer) => {
    held = held.length === 0 ? octets : Buffer.concat([held, octets])
    while (held.length >= 4 && held.length >= 4 + held.readUInt32BE(0)) {
      const end = 4 + held.readUInt32BE(0)
      take(held.subarray(4, end))
      held = held.subarray(end)
    }
  })
  return (frame) => {
    const all = Buffer.allocUnsafe(4 + frame.length)
    all.writeUInt32BE(frame.length)
    all.set(frame, 4)
    stream.write(all)
  }
}

async function listening(listener: NetServer): Promise<number> {
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  return (listener.address() as AddressInfo).port
}

async function tlsAlone(): Promise<void> {
  const listener = createTlsServer(server, (socket) => {
    socket.setNoDelay(true)
    const send = framed(socket, (frame) => send(frame))
  })
  const socket = connectTls({ ...client, port: await listening(listener), host: '127.0.0.1' })
  await new Promise((resolve) => socket.once('secureConnect', resolve))
  socket.setNoDelay(true)
  let onEcho = (): void => {}
  const send = framed(socket, () => onEcho())
  await measure(
    'TLS alone',
    () => send(message),
    (count) => {
      onEcho = count
    },
  )
  socket.destroy()
  listener.close()
}

async function oneStreamOfHttp2(): Promise<void> {
  const listener = createSecureServer({ ...server, settings: { initialWindowSize: 1 << 20 } })
  listener.on('stream', (stream: ServerHttp2Stream) => {
    stream.respond({ ':status': 200 })
    const send = framed(stream, (frame) => send(frame))
  })
  const session = connectHttp2(`https://127.0.0.1:${await listening(listener)}`, {
    ...client,
    settings: { initialWindowSize: 1 << 20 },
  })
  const stream = session.request({ ':method': 'POST', ':path': '/link' })
  let onEcho = (): void => {}
  const send = framed(stream, () => onEcho())
  await measure(
    'one stream of HTTP/2',
    () => send(message),
    (count) => {
      onEcho = count
    },
  )
  session.destroy()
  listener.close()
}

/** A bidirectional stream of BytesValue, as the generated code of a service would make it. */
async function connectEs(from: string): Promise<void> {
  const require = createRequire(join(from, 'package.json'))
  const load = (name: string) => import(pathToFileURL(require.resolve(name)).href)
  const [protobuf, wkt, connect, node] = await Promise.all(
    ['@bufbuild/protobuf', '@bufbuild/protobuf/wkt', '@connectrpc/connect', '@connectrpc/connect-node'].map(load),
  )
  const file = protobuf.create(wkt.FileDescriptorProtoSchema, {
    name: 'bench.proto',
    package: 'bench',
    dependency: ['google/protobuf/wrappers.proto'],
    syntax: 'proto3',
    service: [
      {
        name: 'Link',
        method: [
          {
            name: 'Session',
            inputType: '.google.protobuf.BytesValue',
            outputType: '.google.protobuf.BytesValue',
            clientStreaming: true,
            serverStreaming: true,
          },
        ],
      },
    ],
  })
  const registry = protobuf.createFileRegistry(file, (name: string) =>
    name === 'google/protobuf/wrappers.proto' ? wkt.file_google_protobuf_wrappers : undefined,
  )
  const service = registry.getService('bench.Link')
  const handler = node.connectNodeAdapter({
    grpc: true,
    grpcWeb: false,
    connect: false,
    routes: (router: { service: (desc: unknown, methods: unknown) => void }) =>
      router.service(service, {
        async *session(frames: AsyncIterable<unknown>) {
          yield* frames
        },
      }),
  })
  const listener = createSecureServer(server, handler)
  const transport = node.createGrpcTransport({
    baseUrl: `https://127.0.0.1:${await listening(listener)}`,
    nodeOptions: client,
  })
  const queue: Uint8Array[] = []
  let wake = (): void => {}
  async function* frames(): AsyncIterable<{ readonly value: Uint8Array }> {
    for (;;) {
      const next = queue.shift()
      if (next) yield { value: next }
      else await new Promise<void>((resolve) => (wake = resolve))
    }
  }
  const echoes: AsyncIterable<unknown> = connect.createClient(service, transport).session(frames())
  let onEcho = (): void => {}
  const listen = async (): Promise<void> => {
    for await (const _ of echoes) onEcho()
  }
  listen().catch((failure: unknown) => console.error(failure))
  const send = (): void => {
    queue.push(message)
    wake()
  }
  await measure('Connect-ES (gRPC over HTTP/2)', send, (count) => {
    onEcho = count
  })
}
