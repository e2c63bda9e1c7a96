import { useEffect, useLayoutEffect, useRef, useState } from 'react'

/** Closer to the end than this counts as being there, pixels. */
const AT_BOTTOM_PX = 48
const NEAR_TOP_PX = 240

interface ChatScroll {
  /** The ref of the box that scrolls. */
  readonly box: (element: HTMLDivElement | null) => void
  readonly onScroll: () => void
  /** Something came in below what is in view. */
  readonly hasNew: boolean
  readonly toBottom: () => void
}

interface ChatScrollOptions {
  /** Key of the oldest and of the newest message that is loaded. */
  readonly firstKey: string | undefined
  readonly lastKey: string | undefined
  readonly onNearTop: (() => void) | undefined
}

/**
 * Scrolls as people expect of a chat: whoever is at the end stays there as messages come; whoever reads further up is
 * not moved, neither by what comes in below nor by what is loaded above.
 */
export function useChatScroll({ firstKey, lastKey, onNearTop }: ChatScrollOptions): ChatScroll {
  // As state, because the box is there only once the messages are.
  const [element, setElement] = useState<HTMLDivElement | null>(null)
  const atBottom = useRef(true)
  const before = useRef({ firstKey, lastKey, height: 0 })
  const [hasNew, setHasNew] = useState(false)

  const toBottom = () => {
    atBottom.current = true
    setHasNew(false)
    if (element) element.scrollTop = element.scrollHeight
  }

  const onScroll = () => {
    if (!element) return
    atBottom.current = element.scrollHeight - element.scrollTop - element.clientHeight < AT_BOTTOM_PX
    if (atBottom.current) setHasNew(false)
    if (element.scrollTop < NEAR_TOP_PX) onNearTop?.()
  }

  // Every time, because a bubble grows too when its state gets a word.
  useLayoutEffect(() => {
    if (!element) return
    const last = before.current
    if (atBottom.current) {
      element.scrollTop = element.scrollHeight
    } else {
      const older = last.firstKey !== firstKey && last.firstKey !== undefined
      if (older) element.scrollTop += element.scrollHeight - last.height
      if (last.lastKey !== lastKey && last.lastKey !== undefined) setHasNew(true)
    }
    before.current = { firstKey, lastKey, height: element.scrollHeight }
  })

  // The composer below grows with its text, and a phone's keyboard takes half of the screen.
  useEffect(() => {
    if (!element) return
    const observer = new ResizeObserver(() => {
      if (atBottom.current) element.scrollTop = element.scrollHeight
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [element])

  return { box: setElement, onScroll, hasNew, toBottom }
}
