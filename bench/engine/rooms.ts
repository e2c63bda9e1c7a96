/** Which room a file belongs to: the first rule that fits its path. */
const RULES: readonly (readonly [RegExp, string])[] = [
  [/\/store\/src\/sqlite\/database\.ts$/, 'store: SQLite itself'],
  [/\/store\/src\/sqlite\/packing\//, 'store: packing for the other thread'],
  [/\/store\/src\/sqlite\/(thread|worker|sqlite-store)\.ts$/, 'store: crossing threads'],
  [/\/store\/src\/sqlite\/(book\.ts$|octets\/)/, 'store: events and figures'],
  [/\/store\/src\/sqlite\/writer\.ts$/, 'store: begin and commit'],
  [/\/store\/src\/sqlite\//, 'store: rows to statements'],
  [/\/store\/src\/(engine|rules)\//, 'store: rules'],
  [/\/store\/src\//, 'store: the rest'],
  [/\/node_modules\/zod\//, 'HTTP: validation (zod)'],
  [/\/api\/src\/http\/json-body\.ts$/, 'HTTP: reading JSON'],
  [/serializer|type-provider|fast-json-stringify/, 'HTTP: writing JSON'],
  [/\/node_modules\/(fastify|@fastify|find-my-way|avvio|light-my-request|cookie|reusify|fastq)/, 'HTTP: fastify'],
  [/\/api\/src\/feed\//, 'live feed'],
  [/\/api\/src\//, 'HTTP: our handlers'],
  [/\/manager\/src\/(accept|address|conversations|route)\//, 'judging a text'],
  [/\/manager\/src\/use-cases/, 'judging a text'],
  [/\/smpp\/src\/text\/(receipt|message-state|message-id|receipt-)/, 'receipts and inbound'],
  [/\/smpp\/src\/text\//, 'encoding and splitting'],
  [/\/manager\/src\/(inbound|receipts)\//, 'receipts and inbound'],
  [/\/edge\/src\/receiver\//, 'receipts and inbound'],
  [/\/manager\/src\/access\//, 'HTTP: who may'],
  [/\/manager\/src\/(lanes|manager)/, 'lanes'],
  [/\/edge\/src\//, 'Sender'],
  [/\/smpp\/src\/codec\//, 'SMPP: codec'],
  [/\/smpp\/src\//, 'SMPP: session and socket'],
  [/\/kernel\/src\/id\.ts$/, 'ids'],
  [/\/kernel\/src\/clock\.ts$/, 'clock'],
  [/\/packages\//, 'the rest of ours'],
  [/\/node_modules\//, 'the rest of others'],
  [/bench\/engine/, 'the benchmark itself'],
  [/^node:_?http/, 'node: HTTP'],
  [/^node:internal\/http/, 'node: HTTP'],
  [/^node:(internal\/)?(net|stream|streams|stream_base)/, 'node: sockets and streams'],
  [/^node:internal\/(per_context\/)?(messageport|worker)/, 'node: messages between threads'],
  [/^node:/, 'node: the rest'],
]

/** The room of a file; undefined for code that has none, such as what is built into the engine. */
export function roomOf(url: string): string | undefined {
  if (url === '') return undefined
  return RULES.find(([pattern]) => pattern.test(url))?.[1] ?? 'the rest'
}
