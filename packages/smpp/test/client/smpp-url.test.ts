import assert from 'node:assert/strict'
import { it } from 'node:test'
import { parseSmppUrl } from '../../src/index.ts'

it('reads all that an address can say', () => {
  assert.deepEqual(parseSmppUrl('smpp://me:se%40cret@smsc.example:2776?bind=tx&systemType=VMA&window=50&version=5.0'), {
    host: 'smsc.example',
    port: 2776,
    tls: false,
    systemId: 'me',
    password: 'se@cret',
    systemType: 'VMA',
    bindType: 'transmitter',
    interfaceVersion: 0x50,
    windowSize: 50,
  })
})

it('knows the usual ports, and addresses of version 6', () => {
  assert.deepEqual(parseSmppUrl('smpps://me@[2001:db8::1]'), {
    host: '2001:db8::1',
    port: 3550,
    tls: true,
    systemId: 'me',
    password: '',
  })
  assert.equal(parseSmppUrl('smpp://a:b@h').port, 2775)
})

it('says what is wrong, without the password', () => {
  for (const [address, what] of [
    ['nonsense', /form smpp:/],
    ['http://me:secret@h', /not http:/],
    ['smpp://me:secret@h?bind=both', /bind is one of/],
    ['smpp://me:secret@h?window=0', /window is a whole number/],
    ['smpp://me:secret@h?version=4', /version is one of/],
    ['smpp://me:secret@h?typo=1', /unknown setting: typo/],
    ['smpp://me:secret@h:99999', /form smpp:/],
  ] as const) {
    assert.throws(
      () => parseSmppUrl(address),
      (error: Error) => error instanceof TypeError && what.test(error.message) && !error.message.includes('secret'),
      address,
    )
  }
})
