import {
  decodeErrorText,
  describePdu,
  Framer,
  formatDescription,
  type PduDescription,
  parseHex,
} from '@smpp-connect/smpp'
import { type Context, endWith } from '../cli/context.ts'
import { EXIT, type ExitCode } from '../cli/exit-codes.ts'
import { json } from '../output/json.ts'

const MAX_HEX_CHARACTERS = 16 * 1024 * 1024
const HEADER_OCTETS = 16

/** `connect pdu decode HEX`: what PDUs say, field by field. Ends with 1 when one of them cannot be read to its end. */
export async function decodePduCommand(context: Context, words: readonly string[]): Promise<ExitCode> {
  const { terminal, wantsJson } = context
  const octets = parseHex(words.length > 0 ? words.join(' ') : await readHex(context))
  if (octets === undefined) {
    endWith(
      terminal,
      EXIT.usage,
      'That is not hexadecimal: allowed are pairs of 0-9 and a-f, with blanks between them.',
    )
  }
  if (octets.length < HEADER_OCTETS) {
    endWith(terminal, EXIT.usage, `A PDU has at least ${HEADER_OCTETS} octets; these are ${octets.length}.`)
  }
  const descriptions = cut(octets).map((frame) => describePdu(frame))
  if (wantsJson) terminal.data(json(descriptions.map(forJson)))
  else terminal.data(descriptions.map(formatDescription).join('\n\n'))
  return descriptions.some(({ error }) => error) ? EXIT.failed : EXIT.ok
}

/** The PDUs, where the octets are several after one another; else all of it as one, whatever its length says. */
function cut(octets: Uint8Array): readonly Uint8Array[] {
  const framer = new Framer({ maxOctets: Math.max(HEADER_OCTETS, octets.length) })
  const { frames, error } = framer.push(octets)
  return error || framer.heldOctets > 0 ? [octets] : frames
}

async function readHex({ world, terminal }: Context): Promise<string> {
  if (world.stdin.isTTY)
    endWith(terminal, EXIT.usage, 'Say which octets: `npx connect pdu decode HEX`, or pipe them in.')
  const decoder = new TextDecoder('latin1')
  let text = ''
  for await (const chunk of world.stdin) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > MAX_HEX_CHARACTERS) endWith(terminal, EXIT.usage, 'That is too much for a few PDUs.')
  }
  return text
}

function forJson(description: PduDescription) {
  const { parts, error, ...rest } = description
  return {
    ...rest,
    parts: parts.map((part) => ({ ...part, octets: Buffer.from(part.octets).toString('hex') })),
    ...(error ? { error: decodeErrorText(error) } : {}),
  }
}
