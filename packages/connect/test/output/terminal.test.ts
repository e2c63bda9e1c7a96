import assert from 'node:assert/strict'
import { test } from 'node:test'
import { printable, wantsColour } from '../../src/output/style.ts'
import { Terminal } from '../../src/output/terminal.ts'

function screen(options: { isTTY?: boolean; env?: Record<string, string>; isQuiet?: boolean; columns?: number } = {}) {
  const written = { out: '', err: '' }
  const { isTTY = false, env = {}, isQuiet = false, columns } = options
  const terminal = new Terminal({
    stdout: { isTTY, write: (text: string) => (written.out += text) },
    stderr: { isTTY, columns, write: (text: string) => (written.err += text) },
    env,
    noColorFlag: false,
    isQuiet,
  })
  return { terminal, written }
}

test('data goes to stdout and talk to stderr', () => {
  const { terminal, written } = screen()
  terminal.data('msg_1')
  terminal.say('accepted')
  terminal.error('no')
  assert.deepEqual(written, { out: 'msg_1\n', err: 'accepted\nError: no\n' })
})

test('quiet keeps warnings, errors and data, and drops the rest', () => {
  const { terminal, written } = screen({ isQuiet: true, isTTY: true, env: { NO_COLOR: '1' } })
  terminal.say('talk')
  terminal.status('10 of 20')
  terminal.warn('careful')
  terminal.data('1')
  assert.deepEqual(written, { out: '1\n', err: 'Warning: careful\n' })
})

test('the status line is redrawn in place, and what is said goes above it', () => {
  const { terminal, written } = screen({ isTTY: true, env: { NO_COLOR: '1' } })
  terminal.status('1 of 2')
  terminal.status('1 of 2')
  terminal.say('hello')
  terminal.status('')
  terminal.say('end')
  assert.equal(written.err, '\r1 of 2\u001b[K\r\u001b[Khello\n1 of 2\r\u001b[Kend\n')
})

test('a status line never wraps', () => {
  const { terminal, written } = screen({ isTTY: true, columns: 10 })
  terminal.status('0123456789')
  assert.equal(written.err, '\r01234567…\u001b[K')
  const unsized = screen({ isTTY: true, columns: 0 })
  unsized.terminal.status('0123456789')
  assert.equal(unsized.written.err, '\r0123456789\u001b[K')
})

test('where nothing can be redrawn there is no status line', () => {
  for (const options of [{ isTTY: false }, { isTTY: true, env: { TERM: 'dumb' } }]) {
    const { terminal, written } = screen(options)
    terminal.status('1 of 2')
    assert.equal(written.err, '')
  }
})

test('colours are for terminals, unless somebody said no', () => {
  assert.equal(wantsColour({ isTerminal: true, env: {}, noColorFlag: false }), true)
  assert.equal(wantsColour({ isTerminal: false, env: {}, noColorFlag: false }), false)
  assert.equal(wantsColour({ isTerminal: true, env: { NO_COLOR: '1' }, noColorFlag: false }), false)
  assert.equal(wantsColour({ isTerminal: true, env: { NO_COLOR: '' }, noColorFlag: false }), true)
  assert.equal(wantsColour({ isTerminal: true, env: { TERM: 'dumb' }, noColorFlag: false }), false)
  assert.equal(wantsColour({ isTerminal: true, env: {}, noColorFlag: true }), false)
  const { terminal, written } = screen({ isTTY: true })
  terminal.error('x')
  assert.equal(written.err, '\u001b[31mError:\u001b[39m x\n')
})

test('text from elsewhere cannot steer the terminal', () => {
  assert.equal(printable('a\u001b[2Jb\nc\u202ed'), 'a\\u{1b}[2Jb\\u{a}c\\u{202e}d')
  assert.equal(printable('grüße 😀'), 'grüße 😀')
  assert.equal(printable('abcdef', 3), 'abc…')
})
