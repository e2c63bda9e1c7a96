import type { World } from '../cli/world.ts'
import type { Terminal } from '../output/terminal.ts'

/**
 * Reads a password: from a terminal twice and without showing it, else the first line of standard input. Undefined when
 * the two differ or the input ended.
 */
export async function readPassword(world: World, terminal: Terminal): Promise<string | undefined> {
  if (!world.stdin.isTTY) return (await readAll(world.stdin)).split(/\r?\n/, 1)[0]
  const keys = world.stdin[Symbol.asyncIterator]()
  world.stdin.setRawMode?.(true)
  try {
    terminal.prompt('New password: ')
    const first = await readHiddenLine(keys)
    terminal.prompt('\nThe same again: ')
    const second = await readHiddenLine(keys)
    terminal.prompt('\n')
    return first !== undefined && first === second ? first : undefined
  } finally {
    world.stdin.setRawMode?.(false)
    await keys.return?.()
  }
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return new TextDecoder().decode(Buffer.concat(chunks))
}

/** A line in raw mode: nothing is shown, so backspace and Ctrl-C have to be understood here. */
async function readHiddenLine(keys: AsyncIterator<Uint8Array>): Promise<string | undefined> {
  const decoder = new TextDecoder()
  let line = ''
  for (;;) {
    const next = await keys.next()
    if (next.done) return undefined
    for (const key of decoder.decode(next.value, { stream: true })) {
      if (key === '\r' || key === '\n') return line
      if (key === '\u0003' || key === '\u0004') return undefined
      line = key === '\u007f' || key === '\b' ? [...line].slice(0, -1).join('') : line + key
    }
  }
}
