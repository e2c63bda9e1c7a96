import { CONTRACT, type ContractVersion } from '@smpp-connect/link'
import { encodeFrame, type Frame, type FrameKind } from '@smpp-connect/link/wire'
import type { LinkBorder } from '../../src/roles/inside.ts'
import { TappedConnection } from './tapped-connection.ts'

/** Since which minor version there are kinds of frames that the first one did not have. */
const SINCE: Partial<Record<FrameKind['case'], number>> = {
  tryBind: 1,
  bindTried: 1,
  authorities: 2,
  holdsCertificate: 2,
  echo: 3,
  echoed: 3,
}

/** Field 99 of a frame, a message: a kind that nobody knows yet. */
const UNKNOWN_KIND = Buffer.from('9a06020801', 'hex')
/** Field 98, a number, in a message. */
const UNKNOWN_FIELD = { no: 98, wireType: 0, data: Uint8Array.of(7) }

/**
 * One end of a link as it was in an older version of the contract, or as it may be in one to come. The older one does not
 * have what came later: what it says or hears of it is of no kind that anybody knows. The newer one says more: every message has a
 * field that nobody knows, down to the last TLV, and between all frames there are some of an unknown kind.
 */
export function speaking(contract: ContractVersion): LinkBorder {
  const { minor } = contract
  const has = ({ kind }: Frame): boolean => kind.case === undefined || (SINCE[kind.case] ?? 0) <= minor
  return {
    contract,
    connection: (connection) =>
      new TappedConnection(connection, {
        came: (frame) => [encodeFrame(has(frame) ? frame : unknown(frame))],
        said(frame) {
          if (!has(frame)) return [encodeFrame(unknown(frame))]
          if (minor <= CONTRACT.minor) return [encodeFrame(frame)]
          const { kind } = frame
          // Before the hello nothing may come, and nothing after the goodbye.
          const isAtRim = kind.case === 'hello' || kind.case === 'goodbye'
          return [encodeFrame(withUnknown(frame)), ...(isAtRim ? [] : [UNKNOWN_KIND])]
        },
      }),
  }
}

function unknown(frame: Frame): Frame {
  return { ...frame, kind: { case: undefined } }
}

/** The same message with a field more in it and in every message within. */
function withUnknown<Value>(value: Value): Value {
  if (value instanceof Uint8Array || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(withUnknown) as Value
  const within = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withUnknown(member)]))
  return ('$typeName' in value ? { ...within, $unknown: [UNKNOWN_FIELD] } : within) as Value
}
