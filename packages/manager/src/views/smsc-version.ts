import { isDeepStrictEqual } from 'node:util'
import type { SmscVersion } from '@smpp-connect/contracts'
import type { SmscHistoryRecord } from '@smpp-connect/store'
import { settingChanges } from '../smscs/setting-changes.ts'
import { time } from './time.ts'

/** A version by what it changed; `before` is the version before it, where that is still known. */
export function smscVersionView(
  { version, atMs, by, definition }: SmscHistoryRecord,
  before: SmscHistoryRecord | undefined,
): SmscVersion {
  const isDeleted = definition === null
  return {
    version,
    at: time(atMs),
    by: by === '' ? null : by,
    kind: kindOf(version, definition, before),
    changes: isDeleted || !before?.definition ? [] : settingChanges(before.definition, definition),
  }
}

function kindOf(
  version: number,
  definition: SmscHistoryRecord['definition'],
  before: SmscHistoryRecord | undefined,
): SmscVersion['kind'] {
  if (definition === null) return 'deleted'
  if (version === 1) return 'created'
  if (before?.definition === null) return 'restored'
  const { deletion } = definition
  if (isDeepStrictEqual(deletion, before?.definition.deletion)) return 'changed'
  return deletion ? 'deleting' : before ? 'kept' : 'changed'
}
