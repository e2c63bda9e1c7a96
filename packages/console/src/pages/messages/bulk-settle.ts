import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { post } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { problemOf } from '../../api/problem.ts'
import { eachInTurn } from './each-in-turn.ts'

export type BulkAction = 'release' | 'cancel'

/** How far a bulk action is, and what could not be done. */
export interface BulkProgress {
  readonly total: number
  readonly done: number
  readonly failed: readonly { readonly id: string; readonly words: string }[]
  readonly running: boolean
}

/** As many requests at once: quick enough for hundreds, and no storm. */
const AT_ONCE = 4

/**
 * Settles many messages, each with a request of its own: one that cannot be settled any more does not keep the others
 * from it, and what was done when somebody stops is done.
 */
export function useBulkSettle() {
  const client = useQueryClient()
  const [progress, setProgress] = useState<BulkProgress>()
  const stopped = useRef(false)
  const run = async (action: BulkAction, ids: readonly string[]) => {
    stopped.current = false
    let now: BulkProgress = { total: ids.length, done: 0, failed: [], running: true }
    const report = (next: BulkProgress) => {
      now = next
      setProgress(next)
    }
    report(now)
    await eachInTurn(
      ids,
      AT_ONCE,
      () => stopped.current,
      async (id) => {
        try {
          await post<unknown>(`/v1/messages/${encodeURIComponent(id)}/${action}`)
          report({ ...now, done: now.done + 1 })
        } catch (failure) {
          report({ ...now, failed: [...now.failed, { id, words: problemOf(failure).detail }] })
        }
      },
    )
    report({ ...now, running: false })
    void client.invalidateQueries({ queryKey: keys.system })
    await client.invalidateQueries({ queryKey: keys.messages.lists })
  }
  return {
    progress,
    run,
    stop: () => {
      stopped.current = true
    },
    forget: () => setProgress(undefined),
  }
}
