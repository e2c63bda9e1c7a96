import { Button, Modal, Textarea } from '@mantine/core'
import type { MessageDetail, OperationResult } from '@smpp-connect/contracts'
import { useMemo, useRef, useState } from 'react'
import { useOperation, useRelease } from '../../api/messages.ts'
import { useSmsc } from '../../api/smscs.ts'
import { useMaxParts } from '../../api/system.ts'
import { placesOf } from '../../form/field-errors.ts'
import classes from '../../ui/question.module.css'
import { Question } from '../../ui/question.tsx'
import { TextCounter } from '../conversations/text-counter.tsx'
import { actionWords, type MessageAction } from './message-actions.ts'
import { OperationOutcome } from './operation-outcome.tsx'

interface ActionDialogProps {
  /** What is asked about; undefined while nothing is. */
  readonly action: MessageAction | undefined
  readonly message: MessageDetail
  readonly onClose: () => void
}

/** Says what an action can and cannot do, does it, and shows what came of it, part by part. */
export function ActionDialog({ action, message, onClose }: ActionDialogProps) {
  const [result, setResult] = useState<OperationResult>()
  const title = action ? actionWords(action, message).title : ''
  const close = () => {
    onClose()
    setResult(undefined)
  }
  return (
    <Modal
      opened={action !== undefined}
      onClose={close}
      title={result ? 'What came of it' : title}
      size={action === 'replace' && !result ? 'lg' : 'md'}
    >
      {result ? (
        <div className={classes.question}>
          <OperationOutcome result={result} />
          <div className={classes.answers}>
            <Button data-autofocus onClick={close}>
              Close
            </Button>
          </div>
        </div>
      ) : action ? (
        <Asked key={action} action={action} message={message} onClose={close} onResult={setResult} />
      ) : null}
    </Modal>
  )
}

interface AskedProps extends ActionDialogProps {
  readonly action: MessageAction
  readonly onResult: (result: OperationResult) => void
}

function Asked({ action, message, onClose, onResult }: AskedProps) {
  // As it was when it was asked about: what is said must not change while it is read.
  const [words] = useState(() => actionWords(action, message))
  const [text, setText] = useState(message.text)
  const operation = useOperation(message.id)
  const release = useRelease(message.id)
  const failure = operation.error ?? release.error
  const wrongText = action === 'replace' ? placesOf(failure)['/text'] : undefined

  const confirm = () => {
    if (action === 'release') release.mutate(undefined, { onSuccess: onClose })
    else operation.mutate({ operation: action, text }, { onSuccess: onResult })
  }
  return (
    <Question
      leave={words.leave}
      confirm={words.confirm}
      grave={action === 'cancel'}
      disabled={action === 'replace' && (text === '' || text === message.text)}
      pending={operation.isPending || release.isPending}
      failure={wrongText === undefined ? failure : undefined}
      onLeave={onClose}
      onConfirm={confirm}
    >
      {words.sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {action === 'replace' ? <NewText message={message} text={text} error={wrongText} onChange={setText} /> : null}
    </Question>
  )
}

interface NewTextProps {
  readonly message: MessageDetail
  readonly text: string
  readonly error: string | undefined
  readonly onChange: (text: string) => void
}

function NewText({ message, text, error, onChange }: NewTextProps) {
  const field = useRef<HTMLTextAreaElement>(null)
  const smsc = useSmsc(message.smscId).data
  const maxParts = useMaxParts()
  const isThere = message.partDetails.some(({ state }) => state === 'submitted')
  const { encoding } = message
  const rules = useMemo(() => {
    if (!isThere) return { smsc, options: {}, maxParts }
    // At the SMSC it stays one part in the alphabet that it has.
    return { smsc, options: encoding === 'ucs2' ? { coding: 'ucs2' as const } : {}, maxParts: 1 }
  }, [smsc, maxParts, isThere, encoding])
  return (
    <div>
      <Textarea
        ref={field}
        label="New text"
        dir="auto"
        autosize
        minRows={3}
        maxRows={10}
        data-autofocus
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={error}
        mb="xs"
      />
      <TextCounter
        text={text}
        rules={rules}
        onReplace={onChange}
        onShow={(index, length) => {
          field.current?.focus()
          field.current?.setSelectionRange(index, index + length)
        }}
      />
    </div>
  )
}
