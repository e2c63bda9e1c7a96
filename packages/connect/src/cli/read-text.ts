import { type Context, endWith } from './context.ts'
import { EXIT } from './exit-codes.ts'

/** A text that was said with an option; where that is `-`, standard input, exactly as it comes. */
export async function readText({ world, terminal }: Context, words: string): Promise<string> {
  if (words !== '-') return words
  if (world.stdin.isTTY) terminal.say('Type the text; Ctrl-D on a line of its own ends it.')
  const chunks: Uint8Array[] = []
  for await (const chunk of world.stdin) chunks.push(chunk)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks))
  } catch {
    endWith(terminal, EXIT.usage, 'What came on standard input is not UTF-8.')
  }
}
