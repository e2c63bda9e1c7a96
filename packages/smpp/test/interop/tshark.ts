import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { promisify } from 'node:util'

export const TSHARK = '/usr/bin/tshark'

/** A value as Wireshark has it: as it is displayed, and its octets in hexadecimal. */
export interface ShownValue {
  readonly text: string
  readonly raw: string
}

/** Values by the names of Wireshark's fields, without the `smpp.` before them. */
export type ShownFields = Readonly<Record<string, readonly ShownValue[]>>

/** One PDU as Wireshark dissects it. */
export interface ShownPdu {
  readonly fields: ShownFields
  readonly tlvs: readonly ShownFields[]
  /** The text of short_message without its header. Undefined where it leaves the octets alone. */
  readonly text: string | undefined
}

/** One packet of a capture. */
export interface ShownPacket {
  /** The names of the protocols that Wireshark saw in it; warnings stand among them. */
  readonly protocols: readonly string[]
  readonly pdus: readonly ShownPdu[]
  /** Values of a user data header by their names, without the `gsm_sms.udh.mm.` before them: `msg_id`, `msg_parts`, `msg_part`. */
  readonly concatenation: Readonly<Record<string, number>>
}

type Tree = { readonly [name: string]: string | readonly string[] | Tree | readonly Tree[] }

/** What data_coding 0 stands for is a matter of configuration there as well. */
const PREFERENCES = ['-o', 'smpp.decode_sms_over_smpp:GSM 7-bit']

/** Has tshark read a capture file. */
export async function dissect(t: TestContext, capture: Uint8Array): Promise<ShownPacket[]> {
  const folder = await mkdtemp(join(tmpdir(), 'connect-tshark-'))
  t.after(() => rm(folder, { recursive: true }))
  const file = join(folder, 'trace.pcap')
  await writeFile(file, capture)
  const json = await tshark(folder, ['-n', ...PREFERENCES, '-r', file, '-T', 'json', '-x', '--no-duplicate-keys'])
  const packets = JSON.parse(json) as readonly { readonly _source: { readonly layers: Tree } }[]
  return packets.map(({ _source: { layers } }) => {
    const protocols = Object.keys(layers).filter((name) => !name.endsWith('_raw'))
    return { protocols, pdus: trees(layers.smpp).map(shownPdu), concatenation: concatenationOf(layers.gsm_sms_ud) }
  })
}

/** With a home of its own: nobody's preferences change what is shown. */
async function tshark(home: string, args: readonly string[]): Promise<string> {
  const limits = { timeout: 20_000, killSignal: 'SIGKILL', maxBuffer: 64 * 1024 * 1024 } as const
  const { stdout } = await promisify(execFile)(TSHARK, [...args], { ...limits, env: { ...process.env, HOME: home } })
  return stdout
}

function shownPdu(tree: Tree): ShownPdu {
  const { 'smpp.opt_params': parameters, 'smpp.message_text': text, ...rest } = tree
  const list = trees(parameters).flatMap((all) => trees(all['smpp.opt_param']))
  return {
    fields: shownFields(rest),
    tlvs: list.map((tlv) => shownFields(tlv)),
    text: typeof text === 'string' ? text : undefined,
  }
}

function shownFields(tree: Tree, into: Record<string, ShownValue[]> = {}): ShownFields {
  for (const [name, value] of Object.entries(tree)) {
    // Left out: the octets, which go with their value, and details and warnings below a value.
    if (name.endsWith('_raw') || name.endsWith('_tree') || !name.startsWith('smpp.')) continue
    const below = trees(value)
    for (const each of below) shownFields(each, into)
    if (below.length > 0) continue
    const raw = rawValues(tree[`${name}_raw`])
    const shown = ([value].flat() as string[]).map((text, at) => ({ text, raw: raw[at]! }))
    const short = name.slice('smpp.'.length)
    into[short] = [...(into[short] ?? []), ...shown]
  }
  return into
}

function concatenationOf(userData: Tree[string] | undefined): Record<string, number> {
  const found: Record<string, number> = {}
  for (const tree of trees(userData)) {
    for (const [name, value] of Object.entries(tree)) {
      Object.assign(found, concatenationOf(value))
      const [, short] = /^gsm_sms\.udh\.mm\.(\w+)(?<!_raw)$/.exec(name) ?? []
      if (short !== undefined) found[short] = Number(value)
    }
  }
  return found
}

/** `[octets, at, length, mask, type]`, or several of them. */
function rawValues(raw: unknown): string[] {
  const list = raw as readonly (string | number | readonly (string | number)[])[]
  return Array.isArray(list[0]) ? list.map((each) => String((each as readonly unknown[])[0])) : [String(list[0])]
}

function trees(value: Tree[string] | undefined): Tree[] {
  return [value ?? []].flat().filter((each): each is Tree => typeof each === 'object')
}
