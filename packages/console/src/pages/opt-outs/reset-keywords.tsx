import { Button, Modal } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { KeywordsView } from '@smpp-connect/contracts'
import { useState } from 'react'
import { useResetKeywords } from '../../api/keywords.ts'
import { Question } from '../../ui/question.tsx'

/** Goes back to the built-in words, after a question. */
export function ResetKeywords({ onReset }: { readonly onReset: (keywords: KeywordsView) => void }) {
  const [asked, setAsked] = useState(false)
  const reset = useResetKeywords()
  const close = () => {
    setAsked(false)
    reset.reset()
  }
  const done = (view: KeywordsView) => {
    close()
    onReset(view)
    notifications.show({ title: 'Built-in words', message: 'Connect’s own words hold again.' })
  }
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setAsked(true)}>
        Go back to the built-in words
      </Button>
      <Modal opened={asked} onClose={close} title="Go back to the built-in words?">
        <Question
          leave="Keep mine"
          confirm="Remove mine"
          grave
          pending={reset.isPending}
          failure={reset.error}
          onLeave={close}
          onConfirm={() => reset.mutate(undefined, { onSuccess: done })}
        >
          <p>Your own words and answers are removed, in every language. Opt-outs that stand go on to hold.</p>
        </Question>
      </Modal>
    </>
  )
}
