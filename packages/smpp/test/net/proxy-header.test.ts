import assert from 'node:assert/strict'
import { it } from 'node:test'
import { readProxyHeader } from '../../src/index.ts'

const v2 = (hex: string): Uint8Array => Buffer.from(`0d0a0d0a000d0a515549540a${hex}`, 'hex')

it('reads version 1', () => {
  const line = 'PROXY TCP6 2001:db8::1 2001:db8::2 4000 2775\r\nrest'
  assert.deepEqual(readProxyHeader(Buffer.from(line)), {
    kind: 'header',
    octets: 46,
    source: { address: '2001:db8::1', port: 4000 },
  })
  assert.deepEqual(readProxyHeader(Buffer.from('PROXY UNKNOWN\r\n')), { kind: 'header', octets: 15, source: undefined })
})

it('reads version 2: addresses of both families, the TLVs behind them, and the checks of the proxy itself', () => {
  assert.deepEqual(readProxyHeader(v2('2111000fcb007107c63364019c400ad7040000')), {
    kind: 'header',
    octets: 31,
    source: { address: '203.0.113.7', port: 40_000 },
  })
  const v6 = v2('2121002420010db800000000000000000000000120010db80000000000000000000000020fa00ad7')
  assert.deepEqual(readProxyHeader(v6), { kind: 'header', octets: 52, source: { address: '2001:db8::1', port: 4000 } })
  assert.deepEqual(readProxyHeader(v2('20000000')), { kind: 'header', octets: 16, source: undefined })
})

it('waits for more at every split, and never takes a part for the whole', () => {
  for (const whole of [Buffer.from('PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n'), v2('2111000ccb007107c63364019c400ad7')]) {
    for (let at = 0; at < whole.length; at++)
      assert.equal(readProxyHeader(whole.subarray(0, at)).kind, 'more', `at ${at}`)
    assert.equal(readProxyHeader(whole).kind, 'header')
  }
})

it('turns down what is no header', () => {
  for (const octets of [
    Buffer.from('GET / HTTP/1.1\r\n'),
    Buffer.from('PROXY TCP4 1.2.3.4\r\n'),
    Buffer.from(`PROXY ${'x'.repeat(200)}`),
    v2('3111000ccb007107c63364019c400ad7'),
    v2('21110004cb007107'),
    v2('2111ffff'),
    Buffer.from('000000100000000900000000', 'hex'),
  ]) {
    assert.equal(readProxyHeader(octets).kind, 'broken', octets.toString())
  }
})
