import assert from 'node:assert/strict'

/** What must stand in no log, in whatever form: as it is, in another case, as hexadecimal, as base64, in an address. */
export class Secrets {
  readonly #forms = new Map<string, string>()

  /** `what` names it in a failure. */
  add(what: string, word: string): string {
    for (const [form, written] of formsOf(word)) this.#forms.set(`${what}, ${form}`, written.toLowerCase())
    return word
  }

  /** Fails with the lines in which one of them stands. */
  assertNowhere(output: string, where: string): void {
    const lines = output.split('\n')
    const found = [...this.#forms].flatMap(([what, written]) =>
      lines.filter((line) => line.toLowerCase().includes(written)).map((line) => `${what}: ${line}`),
    )
    assert.deepEqual(found, [], `${where} shows what it must not`)
  }
}

function formsOf(word: string): readonly (readonly [form: string, written: string])[] {
  const octets = Buffer.from(word)
  return [
    ['as it is', word],
    ['in JSON', JSON.stringify(word).slice(1, -1)],
    ['in an address', encodeURIComponent(word)],
    ['in hexadecimal', octets.toString('hex')],
    ['in UCS-2, hexadecimal', Buffer.from(word, 'utf16le').swap16().toString('hex')],
    // Where it stands among other octets shifts base64: what is whole in each of the three places.
    ...[0, 1, 2].map((shift) => {
      const whole = Buffer.concat([Buffer.alloc(shift), octets]).toString('base64')
      const from = shift === 0 ? 0 : 4
      return [`in base64 ${shift}`, whole.slice(from, whole.length - (whole.length % 4) - 4)] as const
    }),
  ]
}
