import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import { keys } from '../api/keys.ts'
import { ChangeQueue } from './change-queue.ts'
import type { FeedHealth } from './feed-health.ts'
import { LiveFeed } from './live-feed.ts'
import { renewQueries } from './renewal.ts'

/** Least time between two renewals of what is on the screen. */
const REST_MS = 400
/** How often the screen is renewed without a feed. */
const POLL_MS = 10_000
/** A tab that nobody looks at lets go of its connection: browsers allow only six to one server over HTTP/1.1. */
const HIDDEN_FOR_MS = 60_000

interface HealthSource {
  subscribe(listener: () => void): () => void
  get(): FeedHealth
}

const HealthContext = createContext<HealthSource | undefined>(undefined)

/** How fresh the screen is. */
export function useFeedHealth(): FeedHealth {
  const source = useContext(HealthContext)
  if (!source) throw new Error('useFeedHealth stands outside of LiveProvider')
  return useSyncExternalStore(source.subscribe, source.get)
}

/** Keeps everything below it up to date while somebody is logged in. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const client = useQueryClient()
  const [{ feed, source }] = useState(() => {
    const listeners = new Set<() => void>()
    const queue = new ChangeQueue(
      (changes) => renewQueries(client, changes),
      () => new Promise((resolve) => setTimeout(resolve, REST_MS)),
    )
    const feed = new LiveFeed({
      open: (url) => new EventSource(url),
      nowMs: Date.now,
      onHealth: () => {
        for (const listener of listeners) listener()
      },
      onChanges: (changes) => queue.push(changes),
      onRefused: () => void client.invalidateQueries({ queryKey: keys.session }),
    })
    const source: HealthSource = {
      get: () => feed.health,
      subscribe: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    }
    return { feed, source }
  })

  useEffect(() => {
    feed.start()
    let polledAtMs = Date.now()
    let hiddenAtMs: number | undefined
    const ticker = setInterval(() => {
      const nowMs = Date.now()
      if (hiddenAtMs !== undefined && nowMs - hiddenAtMs > HIDDEN_FOR_MS) return feed.stop()
      feed.tick()
      if (feed.health.status !== 'stale' || nowMs - polledAtMs < POLL_MS) return
      polledAtMs = nowMs
      void client.refetchQueries({ type: 'active' })
    }, 1_000)
    const onVisibility = () => {
      hiddenAtMs = document.hidden ? Date.now() : undefined
      if (!document.hidden) feed.start()
    }
    document.addEventListener('visibilitychange', onVisibility)
    return () => {
      document.removeEventListener('visibilitychange', onVisibility)
      clearInterval(ticker)
      feed.stop()
    }
  }, [feed, client])

  return <HealthContext value={source}>{children}</HealthContext>
}
