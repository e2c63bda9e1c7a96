import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { OperationOrder } from '@smpp-connect/contracts'
import { OperationLine } from '../../src/sender/operation-line.ts'

const nobody = { ton: 0, npi: 0, address: '' }
const query = (id: number): OperationOrder => ({
  kind: 'query',
  smscId: 'smsc_test',
  smscMessageId: `${id}`,
  source: nobody,
  destination: nobody,
  serviceType: '',
})

it('operations wait in order, and no more than a thousand of them', async () => {
  const line = new OperationLine()
  const all = Array.from({ length: 1_001 }, (_, id) => line.add(query(id)))
  assert.deepEqual(await all[1_000], { kind: 'not-sent', reason: '1000 operations wait already' })
  assert.deepEqual([line.take()?.order.smscMessageId, line.take()?.order.smscMessageId, line.length], ['0', '1', 998])
  line.refuseAll('the link broke')
  assert.deepEqual(await all[999], { kind: 'not-sent', reason: 'the link broke' })
  assert.equal(line.take(), undefined)
})
