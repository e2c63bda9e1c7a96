import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settle } from '@smpp-connect/testkit'
import { CONTRACT, versionsApart } from '../src/wire/contract-version.ts'
import { encodeFrame, frameOf } from '../src/wire/frame.ts'
import { MemoryConnection } from './memory-connection.ts'
import { hello, RawPeer } from './raw-peer.ts'
import { definition, order, SMSC } from './traffic.ts'
import { EDGE, MANAGER, World } from './world.ts'

/** Field 99 as a message of two octets, and field 98 as a number: a frame and fields of a version to come. */
const UNKNOWN_KIND = '9a06020801'
const UNKNOWN_NUMBER = '900607'
const AS_REQUEST_7 = '0807'

test('one minor version apart works, in both directions', async () => {
  for (const [edge, hub] of [
    [0, 1],
    [1, 0],
    [3, 4],
  ] as const) {
    const world = new World({ edgeContract: { major: 1, minor: edge }, hubContract: { major: 1, minor: hub } })
    await world.connect()
    assert.equal(world.link.state.kind, 'up')
  }
})

test('further apart is refused, and both sides are told why', async () => {
  for (const [edge, hub, older] of [
    [{ major: 1, minor: 0 }, { major: 1, minor: 2 }, 'the edge london'],
    [{ major: 1, minor: 5 }, { major: 1, minor: 3 }, 'the manager'],
    [{ major: 2, minor: 0 }, { major: 1, minor: 0 }, 'the manager'],
  ] as const) {
    const world = new World({ edgeContract: edge, hubContract: hub })
    await world.connect()
    const { state } = world.link
    assert.equal(state.kind, 'down')
    assert.equal(
      state.kind === 'down' && state.reason,
      'the manager ended the link: ' +
        `the manager (Connect 0.1.0, link contract ${hub.major}.${hub.minor}) and ` +
        `the edge london (Connect 0.1.0, link contract ${edge.major}.${edge.minor}) are too far apart: ` +
        `the same major version and at most 1 minor version between them work. Update ${older} first.`,
    )
    assert.equal(world.hub.views[0]?.up, false)
  }
})

test('an edge refuses a manager that is too far away, should that not have noticed', async () => {
  const world = new World()
  const [atEdge, atManager] = MemoryConnection.pair(EDGE, MANAGER)
  const manager = new RawPeer(atManager)
  world.link.accept(atEdge)
  await settle(10)
  await manager.say(hello('manager', CONTRACT.minor + 2))
  assert.match(manager.goodbye, /are too far apart.*Update the edge london first/)
  assert.ok(manager.goodbye.includes(`link contract 1.${CONTRACT.minor + 2})`))
})

test('a manager bears with what a newer edge says besides', async () => {
  const world = new World({ hubContract: { major: 1, minor: 0 } })
  const [atEdge, atManager] = MemoryConnection.pair(EDGE, MANAGER)
  const edge = new RawPeer(atEdge)
  world.hub.accept(atManager)
  await edge.say(hello('edge', 1), UNKNOWN_NUMBER)
  assert.ok(edge.heard('hello'))
  // A kind that is not known: ignored, or answered where a reply is expected.
  await edge.sayOctets(UNKNOWN_KIND)
  assert.equal(edge.heard('notSupported'), false)
  await edge.sayOctets(AS_REQUEST_7 + UNKNOWN_KIND)
  assert.equal(edge.frames.find(({ kind }) => kind.case === 'notSupported')?.replyTo, 7)
  // An outcome that is not known: nobody may send that part again, or take it for sent.
  const $typeName = 'connect.link.v1.Answer' as const
  const known = { $typeName, messageId: 'msg_1', part: 1, attempt: 1, smscId: SMSC, atMs: 1 }
  const value = {
    $typeName: 'connect.link.v1.Answers' as const,
    first: 1n,
    answers: [{ ...known, outcome: { case: undefined } }],
  }
  await edge.say({ case: 'answers', value })
  assert.deepEqual(
    world.manager.answered.map(({ outcome }) => outcome.kind),
    ['uncertain'],
  )
  assert.equal(edge.closed, '')
})

test('an edge bears with what a newer manager says besides', async () => {
  const world = new World({ edgeContract: { major: 1, minor: 0 } })
  const [atEdge, atManager] = MemoryConnection.pair(EDGE, MANAGER)
  const manager = new RawPeer(atManager)
  world.link.accept(atEdge)
  await settle(10)
  await manager.say(hello('manager', 1), UNKNOWN_NUMBER)
  assert.equal(world.link.state.kind, 'up')
  await manager.sayOctets(AS_REQUEST_7 + UNKNOWN_KIND)
  assert.equal(manager.frames.find(({ kind }) => kind.case === 'notSupported')?.replyTo, 7)
  // An operation that is not known.
  await manager.sayOctets('0808' + 'ca010a0a08736d73635f6f6e65')
  assert.equal(manager.frames.find(({ replyTo }) => replyTo === 8)?.kind.case, 'notSupported')
  assert.deepEqual(world.edge.operations, [])
  assert.equal(manager.closed, '')
})

test('an operation that an older edge does not know was not sent', async () => {
  const world = new World()
  world.edge.operation = async () => ({ kind: 'done' })
  const [atEdge, atManager] = MemoryConnection.pair(EDGE, MANAGER)
  const edge = new RawPeer(atEdge)
  world.hub.accept(atManager)
  world.hub.applyDefinitions([definition(SMSC)])
  await edge.say(hello('edge', CONTRACT.minor - 1))
  const { source, destination } = order(1)
  const asked = world.hub
    .edge(EDGE.id)
    ?.operate({ kind: 'cancel', smscId: SMSC, smscMessageId: '1', source, destination, serviceType: '' })
  await settle(10)
  const request = edge.frames.find(({ kind }) => kind.case === 'operate')?.request ?? 0
  // NotSupported, as a reply to it.
  await edge.sayOctets(`10${request.toString(16).padStart(2, '0')}3200`)
  assert.deepEqual(await asked, { kind: 'not-sent', reason: 'the edge does not know this operation; update it' })
})

test('an edge that is too old to try binds says so, and nothing was tried', async () => {
  const world = new World()
  const [atEdge, atManager] = MemoryConnection.pair(EDGE, MANAGER)
  const edge = new RawPeer(atEdge)
  world.hub.accept(atManager)
  await edge.say(hello('edge', CONTRACT.minor - 1))
  const asked = world.hub.tryBind({
    definition: definition(SMSC),
    bindType: 'transceiver',
    ownBinds: 0,
    mayBind: true,
  })
  await settle(10)
  const request = edge.frames.find(({ kind }) => kind.case === 'tryBind')?.request ?? 0
  await edge.sayOctets(`10${request.toString(16).padStart(2, '0')}3200`)
  assert.deepEqual(await asked, {
    kind: 'not-tried',
    reason: 'the edge london is older than the manager and cannot try binds; update it',
  })
})

test('the first frame of an edge is, octet by octet, what the contract says', () => {
  const kind = hello('edge', 0)
  assert.equal(
    Buffer.from(encodeFrame(frameOf(kind))).toString('hex'),
    `1a1e` + `0801` + `1a05392e392e39` + `220465646765` + `2a066c6f6e646f6e` + `3203726177` + `480a`,
  )
})

test('versions are apart by their minor number only within one major', () => {
  const side = (major: number, minor: number) => ({ who: 'x', contract: { major, minor }, productVersion: '' })
  assert.equal(versionsApart(side(1, 0), side(1, 0)), undefined)
  assert.equal(versionsApart(side(1, 0), side(1, 1)), undefined)
  assert.match(versionsApart(side(1, 9), side(2, 9)) ?? '', /too far apart/)
})
