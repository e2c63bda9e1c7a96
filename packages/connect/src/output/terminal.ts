import { createStyle, type Style, wantsColour } from './style.ts'

/** The stream that a terminal writes to; a part of Node's. */
export interface OutputStream {
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
  write(text: string): unknown
}

export interface TerminalOptions {
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  readonly env: Readonly<Record<string, string | undefined>>
  /** --no-color was given. */
  readonly noColorFlag: boolean
  /** --quiet was given: only warnings and errors are said. */
  readonly isQuiet: boolean
}

/**
 * Where a command talks. Data goes to stdout, talk to stderr, so that a pipe gets the data only. The status line is the
 * last line of a terminal, drawn over and over; anything said meanwhile goes above it.
 */
export class Terminal {
  /** For what is said (stderr). */
  readonly style: Style
  /** For data (stdout). */
  readonly dataStyle: Style
  /** Whether the status line can be redrawn. */
  readonly isLive: boolean
  readonly #options: TerminalOptions
  #status = ''

  constructor(options: TerminalOptions) {
    this.#options = options
    const { stdout, stderr, env, noColorFlag } = options
    const styleOf = (stream: OutputStream) =>
      createStyle(wantsColour({ isTerminal: stream.isTTY === true, env, noColorFlag }))
    this.style = styleOf(stderr)
    this.dataStyle = styleOf(stdout)
    this.isLive = stderr.isTTY === true && env.TERM !== 'dumb' && !options.isQuiet
  }

  /** A line of data, to stdout. */
  data(line: string): void {
    this.#above(() => this.#options.stdout.write(`${line}\n`))
  }

  /** A line of talk, to stderr; nothing when quiet. */
  say(line = ''): void {
    if (!this.#options.isQuiet) this.#line(line)
  }

  /** Something that the person should know even when quiet. */
  warn(line: string): void {
    this.#line(`${this.style.yellow('Warning:')} ${line}`)
  }

  /** Why the command fails. */
  error(line: string): void {
    this.#line(`${this.style.red('Error:')} ${line}`)
  }

  /** Asks for something: text without a line end, to stderr, also when quiet. */
  prompt(text: string): void {
    this.#options.stderr.write(text)
  }

  /** Sets the status line; an empty one removes it. Does nothing where it cannot be redrawn. */
  status(line: string): void {
    if (!this.isLive) return
    // A terminal that does not know its size says 0.
    const fitting = clip(line, (this.#options.stderr.columns || 80) - 1)
    if (fitting === this.#status) return
    this.#status = fitting
    this.#options.stderr.write(`\r${fitting}\u001b[K`)
  }

  #line(line: string): void {
    this.#above(() => this.#options.stderr.write(`${line}\n`))
  }

  #above(write: () => void): void {
    const status = this.#status
    if (status) this.#options.stderr.write('\r\u001b[K')
    write()
    if (status) this.#options.stderr.write(status)
  }
}

/** Cuts plain text (no escapes) to a width in characters. */
function clip(line: string, width: number): string {
  const characters = [...line]
  return characters.length > width ? `${characters.slice(0, Math.max(0, width - 1)).join('')}…` : line
}
