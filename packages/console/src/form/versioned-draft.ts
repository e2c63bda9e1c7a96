import { useEffect, useState } from 'react'

export interface VersionedDraftOptions<Stored, Draft> {
  /** As it is stored now: changes when somebody saves. */
  readonly stored: Stored
  readonly versionOf: (stored: Stored) => number
  readonly draftOf: (stored: Stored) => Draft
  readonly isChanged: (base: Draft, draft: Draft) => boolean
  /** My edits put over what somebody else stored meanwhile. */
  readonly rebase: (base: Draft, mine: Draft, theirs: Draft) => Draft
}

export interface VersionedDraft<Stored, Draft> {
  /** What the edits were begun on. */
  readonly base: Stored
  readonly draft: Draft
  readonly change: (draft: Draft) => void
  readonly dirty: boolean
  /** Somebody else saved while there were edits here. */
  readonly overtaken: boolean
  /** Goes on from what is stored, without edits. */
  readonly take: (stored: Stored) => void
  /** Goes on from what is stored, with the edits on top. */
  readonly keep: () => void
}

/**
 * Edits of something that others edit too. What was typed stays, whatever others save meanwhile; who collides is told and
 * asked. A tab with edits asks before it is closed.
 */
export function useVersionedDraft<Stored, Draft>(
  options: VersionedDraftOptions<Stored, Draft>,
): VersionedDraft<Stored, Draft> {
  const { stored, versionOf, draftOf, isChanged, rebase } = options
  const [base, setBase] = useState(stored)
  const [draft, setDraft] = useState(() => draftOf(stored))
  const dirty = isChanged(draftOf(base), draft)
  const overtaken = versionOf(stored) !== versionOf(base)

  useEffect(() => {
    // Nothing was typed here, so the form simply follows.
    if (!overtaken || dirty) return
    setBase(stored)
    setDraft(draftOf(stored))
  }, [overtaken, dirty, stored, draftOf])

  useEffect(() => {
    if (!dirty) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [dirty])

  return {
    base,
    draft,
    change: setDraft,
    dirty,
    overtaken: overtaken && dirty,
    take: (next) => {
      setBase(next)
      setDraft(draftOf(next))
    },
    keep: () => {
      setBase(stored)
      setDraft(rebase(draftOf(base), draft, draftOf(stored)))
    },
  }
}
