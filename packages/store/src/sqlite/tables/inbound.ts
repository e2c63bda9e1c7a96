import type { KeptSegment, OpenJoin, Tables } from '../../engine/tables.ts'
import type { Row } from '../database.ts'
import { type TableContext, WriterStatements } from './context.ts'

type InboundTables = Pick<
  Tables,
  'fingerprintAtMs' | 'putFingerprint' | 'joins' | 'insertJoin' | 'addSegment' | 'removeJoin' | 'joinsBefore'
>

/** What is kept of inbound texts to know repetitions, and to join the parts of longer ones. */
export function inboundTables(context: TableContext): InboundTables {
  const { smscs } = context
  const statements = new WriterStatements(context)
  const fingerprint = statements.of('SELECT at_ms FROM fingerprints WHERE smsc = ? AND fingerprint = ?')
  const putFingerprint = statements.of('INSERT OR REPLACE INTO fingerprints VALUES (?, ?, ?)')
  const joins = statements.of(`
    SELECT seq, total, first_at_ms FROM joins WHERE smsc = ? AND key = ? ORDER BY seq DESC`)
  const joinsBefore = statements.of(
    'SELECT seq, total, first_at_ms FROM joins WHERE first_at_ms < ? ORDER BY first_at_ms, seq',
  )
  const segments = statements.of('SELECT number, record FROM segments WHERE join_seq = ? ORDER BY number')
  const insertJoin = statements.of(
    'INSERT INTO joins (smsc, key, total, first_at_ms) VALUES (?, ?, ?, ?) RETURNING seq',
  )
  const insertSegment = statements.of('INSERT INTO segments VALUES (?, ?, ?)')
  const removeJoin = statements.of('DELETE FROM joins WHERE seq = ?')
  const removeSegments = statements.of('DELETE FROM segments WHERE join_seq = ?')
  const read = ([seq, total, firstAtMs]: Row): OpenJoin => ({
    seq: Number(seq),
    total: Number(total),
    firstAtMs: Number(firstAtMs),
    segments: segments.all(seq as number).map(([number, record]) => ({
      number: Number(number),
      record: readSegment(String(record)),
    })),
  })

  return {
    fingerprintAtMs: (smscId, print) => fingerprint.get(smscs.find(smscId), print)?.[0] as number | undefined,
    putFingerprint(smscId, print, atMs) {
      putFingerprint.run(smscs.of(smscId), print, atMs)
    },
    joins: (smscId, key) => joins.all(smscs.find(smscId), key).map(read),
    joinsBefore: (beforeMs) => joinsBefore.all(beforeMs).map(read),
    insertJoin(key, total, { number, record }) {
      const seq = insertJoin.get(smscs.of(record.smscId), key, total, record.atMs)?.[0] as number
      insertSegment.run(seq, number, writeSegment(record))
    },
    addSegment(joinSeq, { number, record }) {
      insertSegment.run(joinSeq, number, writeSegment(record))
    },
    removeJoin(joinSeq) {
      removeSegments.run(joinSeq)
      removeJoin.run(joinSeq)
    },
  }
}

function writeSegment(record: KeptSegment['record']): string {
  const tlvs = record.tlvs.map(({ tag, value }) => ({ tag, value: Buffer.from(value).toString('hex') }))
  return JSON.stringify({ ...record, tlvs })
}

/** Segments that were kept before TLVs were have none. */
function readSegment(text: string): KeptSegment['record'] {
  const record = JSON.parse(text)
  const tlvs = (record.tlvs ?? []) as readonly { readonly tag: number; readonly value: string }[]
  return { ...record, tlvs: tlvs.map(({ tag, value }) => ({ tag, value: Uint8Array.from(Buffer.from(value, 'hex')) })) }
}
