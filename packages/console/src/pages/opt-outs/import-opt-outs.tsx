import { Button, FileButton, Modal, Textarea } from '@mantine/core'
import type { OptOutImportResult } from '@smpp-connect/contracts'
import { IconFileImport } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useImportOptOuts } from '../../api/opt-outs.ts'
import { INPUT_ORDER } from '../../form/field-input.tsx'
import { counted, figure } from '../../format/numbers.ts'
import { Notice, ProblemNotice } from '../../ui/notice.tsx'
import classes from '../../ui/question.module.css'
import { inBatches, type ListedOptOut, readOptOutList } from './opt-out-list.ts'

interface ImportOptOutsProps {
  readonly opened: boolean
  readonly onClose: () => void
}

/** Takes over a list from another system: looks at it first, says what it holds, and records it. */
export function ImportOptOuts({ opened, onClose }: ImportOptOutsProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Import opt-outs" size="lg">
      {opened ? <ImportForm onDone={onClose} /> : null}
    </Modal>
  )
}

/** More lines than these are named by their count. */
const MOST_NAMED = 8

interface Outcome extends Omit<OptOutImportResult, 'refused'> {
  readonly refused: readonly { readonly line: number; readonly detail: string }[]
}

function ImportForm({ onDone }: { readonly onDone: () => void }) {
  const [text, setText] = useState('')
  const list = useMemo(() => readOptOutList(text), [text])
  const [outcome, setOutcome] = useState<Outcome>()
  const record = useImportOptOuts()
  const submit = async () => {
    let sum: Outcome = { recorded: 0, standing: 0, refused: [] }
    try {
      for (const batch of inBatches(list.optOuts)) {
        const optOuts = batch.map(({ person, from }) => ({ person, from }))
        sum = added(sum, await record.mutateAsync({ optOuts }), batch)
      }
      setOutcome(sum)
    } catch {
      // The failure is shown; what was recorded before it stays, and a repetition does no harm.
    }
  }
  if (outcome) return <Done outcome={outcome} onDone={onDone} />
  return (
    <div className={classes.question}>
      <p>
        A number on each line, perhaps a comma and the one of our addresses that it concerns. Without one, none of our
        addresses may write to them. What is recorded already stays as it is.
      </p>
      <div>
        <FileButton
          accept=".csv,.txt,text/csv,text/plain"
          onChange={async (file) => file && setText(await file.text())}
        >
          {(props) => (
            <Button {...props} size="xs" variant="default" leftSection={<IconFileImport size={15} aria-hidden />}>
              Choose a file
            </Button>
          )}
        </FileButton>
      </div>
      <Textarea
        label="The list"
        inputWrapperOrder={INPUT_ORDER}
        placeholder={'+447700900123\n+447700900124, 60777'}
        minRows={6}
        maxRows={12}
        autosize
        data-autofocus
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <p role="status">{listWords(list.optOuts.length, list.unread)}</p>
      {record.error ? <ProblemNotice failure={record.error} /> : null}
      <div className={classes.answers}>
        <Button variant="default" onClick={onDone}>
          Leave it
        </Button>
        <Button disabled={list.optOuts.length === 0} loading={record.isPending} onClick={submit}>
          {list.optOuts.length === 0 ? 'Record them' : `Record ${counted(list.optOuts.length, 'opt-out')}`}
        </Button>
      </div>
    </div>
  )
}

function added(sum: Outcome, result: OptOutImportResult, batch: readonly ListedOptOut[]): Outcome {
  const refused = result.refused.map(({ index, detail }) => ({ line: batch[index]?.line ?? 0, detail }))
  return {
    recorded: sum.recorded + result.recorded,
    standing: sum.standing + result.standing,
    refused: [...sum.refused, ...refused],
  }
}

function listWords(count: number, unread: readonly number[]): string {
  if (count === 0 && unread.length === 0) return ''
  const numbers = counted(count, 'number')
  return unread.length === 0 ? `${numbers}.` : `${numbers}; no number in ${linesWords(unread)}.`
}

function linesWords(lines: readonly number[]): string {
  if (lines.length > MOST_NAMED) return `${figure(lines.length)} lines`
  return `${lines.length === 1 ? 'line' : 'lines'} ${lines.map(figure).join(', ')}`
}

function Done({ outcome, onDone }: { readonly outcome: Outcome; readonly onDone: () => void }) {
  const { recorded, standing, refused } = outcome
  return (
    <div className={classes.question}>
      <Notice tone="good" live title={`${counted(recorded, 'opt-out')} recorded`}>
        {standing === 0 ? 'They hold from now on.' : `${counted(standing, 'was', 'were')} recorded before, and stayed.`}
      </Notice>
      {refused.length > 0 ? (
        <Notice tone="warn" title={`${counted(refused.length, 'line is', 'lines are')} no opt-out`}>
          <ul>
            {refused.slice(0, MOST_NAMED).map(({ line, detail }) => (
              <li key={line}>
                Line {figure(line)}: {detail}
              </li>
            ))}
            {refused.length > MOST_NAMED ? <li>and {figure(refused.length - MOST_NAMED)} more</li> : null}
          </ul>
        </Notice>
      ) : null}
      <div className={classes.answers}>
        <Button data-autofocus onClick={onDone}>
          Close
        </Button>
      </div>
    </div>
  )
}
