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
    kind: isDeleted ? 'deleted' : version === 1 ? 'created' : 'changed',
    changes: isDeleted || !before?.definition ? [] : settingChanges(before.definition, definition),
  }
}
