import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '@smpp-connect/kernel'
import { PASSWORD_COST, Passwords } from '../../src/access/password.ts'

test('a hash says how it was made, and goes on working when the cost is raised', async () => {
  const before = new Passwords(seededRandom(1), { costLog2: 4, blockSize: 1, parallel: 1 })
  const after = new Passwords(seededRandom(2), { costLog2: 5, blockSize: 2, parallel: 1 })
  const hash = await before.hash('correct horse')
  assert.match(hash, /^\$scrypt\$ln=4,r=1,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  assert.equal(await after.verify('correct horse', hash), true)
  assert.equal(await after.verify('correct horsE', hash), false)
})

test('a known vector of RFC 7914 (section 12)', async () => {
  // P="pleaseletmein", S="SodiumChloride", N=16384, r=8, p=1; the first 32 octets of the 64.
  const salt = Buffer.from('SodiumChloride').toString('base64').replace(/=+$/, '')
  const whole =
    '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2' +
    'd5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887'
  const hash = Buffer.from(whole, 'hex').toString('base64').replace(/=+$/, '')
  const passwords = new Passwords(seededRandom(1))
  assert.equal(await passwords.verify('pleaseletmein', `$scrypt$ln=14,r=8,p=1$${salt}$${hash}`), true)
})

test('without a hash it says no, whatever the password', async () => {
  const passwords = new Passwords(seededRandom(1), { costLog2: 4, blockSize: 1, parallel: 1 })
  assert.equal(await passwords.verify('', undefined), false)
})

test('the cost in use is what OWASP asks for', () => {
  assert.deepEqual(PASSWORD_COST, { costLog2: 15, blockSize: 8, parallel: 3 })
})

test('a stored hash that cannot be read is an error, not a refusal', async () => {
  await assert.rejects(new Passwords(seededRandom(1)).verify('x', 'plain'), /form/)
})
