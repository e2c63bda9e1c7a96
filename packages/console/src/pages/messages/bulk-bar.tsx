import { Button, Modal, Progress } from '@mantine/core'
import type { MessageView } from '@smpp-connect/contracts'
import { IconBan, IconPlayerPlay } from '@tabler/icons-react'
import { useState } from 'react'
import { counted, figure } from '../../format/numbers.ts'
import { Notice } from '../../ui/notice.tsx'
import question from '../../ui/question.module.css'
import { type BulkAction, type BulkProgress, useBulkSettle } from './bulk-settle.ts'
import classes from './messages.module.css'

interface BulkBarProps {
  /** Those in the list that wait for a decision. */
  readonly open: readonly MessageView[]
  readonly selected: ReadonlySet<string>
  readonly onSelect: (ids: ReadonlySet<string>) => void
}

/** Decides about many messages at once. */
export function BulkBar({ open, selected, onSelect }: BulkBarProps) {
  const [asked, setAsked] = useState<BulkAction>()
  const bulk = useBulkSettle()
  const chosen = open.filter(({ id }) => selected.has(id))
  const close = () => {
    if (bulk.progress?.running) return
    setAsked(undefined)
    bulk.forget()
  }
  const confirm = async () => {
    if (asked === undefined) return
    await bulk.run(
      asked,
      chosen.map(({ id }) => id),
    )
    onSelect(new Set())
  }
  return (
    <div className={classes.bulk}>
      <span className={classes.bulkWords} role="status">
        {chosen.length === 0 ? 'Choose messages to decide about them together.' : `${figure(chosen.length)} chosen`}
      </span>
      <Button
        size="xs"
        variant="default"
        onClick={() => onSelect(chosen.length === open.length ? new Set() : new Set(open.map(({ id }) => id)))}
      >
        {chosen.length === open.length ? 'Choose none' : `Choose all ${figure(open.length)}`}
      </Button>
      <Button
        size="xs"
        disabled={chosen.length === 0}
        leftSection={<IconPlayerPlay size={15} aria-hidden />}
        onClick={() => setAsked('release')}
      >
        Release
      </Button>
      <Button
        size="xs"
        variant="default"
        disabled={chosen.length === 0}
        leftSection={<IconBan size={15} aria-hidden />}
        onClick={() => setAsked('cancel')}
      >
        Cancel
      </Button>
      <Modal
        opened={asked !== undefined}
        onClose={close}
        title={asked === 'release' ? 'Release these messages?' : 'Cancel these messages?'}
      >
        <div className={question.question}>
          {bulk.progress ? (
            <Outcome progress={bulk.progress} action={asked ?? 'release'} onStop={bulk.stop} onClose={close} />
          ) : (
            <>
              <p>{wordsFor(asked, chosen)}</p>
              <div className={question.answers}>
                <Button variant="default" onClick={close}>
                  Leave them
                </Button>
                <Button color={asked === 'cancel' ? 'red' : 'petrol'} onClick={confirm}>
                  {asked === 'release' ? 'Release' : 'Cancel'} {counted(chosen.length, 'message')}
                </Button>
              </div>
            </>
          )}
        </div>
      </Modal>
    </div>
  )
}

function wordsFor(action: BulkAction | undefined, chosen: readonly MessageView[]): string {
  const many = counted(chosen.length, 'message')
  const uncertain = chosen.filter(({ state }) => state === 'uncertain').length
  if (action === 'release') {
    const twice =
      uncertain === 0
        ? ''
        : ` ${counted(uncertain, 'of them left', 'of them left')} for the SMSC before without an answer: these people may get it twice.`
    return `${many} will be queued again and sent when the turn comes.${twice}`
  }
  const perhaps = uncertain === 0 ? '' : ' What left without an answer may have arrived all the same.'
  return `${many} will be closed, and not sent again.${perhaps}`
}

interface OutcomeProps {
  readonly progress: BulkProgress
  readonly action: BulkAction
  readonly onStop: () => void
  readonly onClose: () => void
}

function Outcome({ progress, action, onStop, onClose }: OutcomeProps) {
  const { total, done, failed, running } = progress
  const verb = action === 'release' ? 'released' : 'cancelled'
  return (
    <>
      <Progress value={((done + failed.length) / Math.max(1, total)) * 100} aria-label="How far it is" />
      <p role="status">
        {figure(done)} of {counted(total, 'message')} {verb}.
      </p>
      {failed.length > 0 ? (
        <Notice tone="warn" title={`${counted(failed.length, 'message')} could not be ${verb}`}>
          {[...new Set(failed.map(({ words }) => words))].join(' ')}
        </Notice>
      ) : null}
      <div className={question.answers}>
        {running ? (
          <Button variant="default" onClick={onStop}>
            Stop
          </Button>
        ) : (
          <Button data-autofocus onClick={onClose}>
            Close
          </Button>
        )}
      </div>
    </>
  )
}
