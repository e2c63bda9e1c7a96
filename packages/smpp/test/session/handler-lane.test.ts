import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type HandlerResult, type IncomingRequest, LaterAnswer } from '../../src/index.ts'
import { HandlerLane } from '../../src/session/handler-lane.ts'

const deliver = (sequenceNumber: number) => ({ command: 'deliver_sm', sequenceNumber }) as IncomingRequest

/** A lane for two requests at a time and three in line, and what was answered through it. */
function laneOf(handle: (request: IncomingRequest) => HandlerResult) {
  const answered: unknown[] = []
  const lane = new HandlerLane(2, 3, {
    handle,
    answer: ({ sequenceNumber }, answer) => answered.push([sequenceNumber, answer]),
    handlerFailed: (error) => answered.push(error),
  })
  return { lane, answered }
}

describe('a later answer', () => {
  it('is passed on when it is given, and only the first time', () => {
    const later = new LaterAnswer()
    const { lane, answered } = laneOf(() => later)
    assert.ok(lane.add(deliver(7)))
    assert.deepEqual([answered, lane.count], [[], 1])
    later.give('ESME_RX_T_APPN')
    later.give()
    assert.deepEqual([answered, lane.count], [[[7, 'ESME_RX_T_APPN']], 0])
  })

  it('is passed on too when it was given before the handler returned', () => {
    const { lane, answered } = laneOf(() => {
      const later = new LaterAnswer()
      later.give()
      return later
    })
    assert.ok(lane.add(deliver(7)))
    assert.deepEqual([answered, lane.count], [[[7, undefined]], 0])
  })

  it('is of a request in work until then, and the next begins when it is given', () => {
    const begun: LaterAnswer[] = []
    const { lane, answered } = laneOf(() => {
      const later = new LaterAnswer()
      begun.push(later)
      return later
    })
    for (const number of [1, 2, 3, 4, 5]) assert.ok(lane.add(deliver(number)), String(number))
    assert.ok(!lane.add(deliver(6)), 'two are in work and three in line')
    assert.equal(begun.length, 2)
    begun[1]!.give()
    assert.deepEqual([begun.length, lane.count], [3, 4])
    for (let at = 0; at < 5; at++) begun[at]!.give(0)
    assert.deepEqual(
      [answered, lane.count],
      [
        [
          [2, undefined],
          [1, 0],
          [3, 0],
          [4, 0],
          [5, 0],
        ],
        0,
      ],
    )
  })
})
