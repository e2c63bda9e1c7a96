import { Button, Modal, Skeleton } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { SettingChange, SmscVersion, SmscView } from '@smpp-connect/contracts'
import { useState } from 'react'
import { useRestoreSmsc, useSmscHistory } from '../../api/smscs.ts'
import { Moment } from '../../ui/moment.tsx'
import { ProblemNotice } from '../../ui/notice.tsx'
import { Card } from '../../ui/page.tsx'
import { Question } from '../../ui/question.tsx'
import classes from './smsc-history.module.css'
import { settingLabel } from './smsc-labels.ts'

/** Who changed the definition, when and how, and the way back to what was. */
export function SmscHistory({ smsc }: { readonly smsc: SmscView }) {
  const history = useSmscHistory(smsc.id, smsc.version)
  const [back, setBack] = useState<SmscVersion>()
  const versions = history.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Card title="What was changed" lead="Newest first.">
      {history.isPending ? <Skeleton height={120} /> : null}
      {history.error ? <ProblemNotice failure={history.error} onRetry={history.refetch} /> : null}
      <ol className={classes.versions}>
        {versions.map((version) => (
          <li key={version.version} className={classes.version}>
            <p className={classes.head}>
              <b>Version {version.version}</b>
              <Moment at={version.at} as="brief" className={classes.when} />
            </p>
            <p className={classes.who}>
              {DONE[version.kind]} by {version.by ?? 'Connect'}
            </p>
            <Changes changes={version.changes} />
            {version.version === smsc.version || version.kind === 'deleted' ? null : (
              <Button size="compact-xs" variant="default" onClick={() => setBack(version)}>
                Go back to version {version.version}
              </Button>
            )}
          </li>
        ))}
      </ol>
      {history.hasNextPage ? (
        <Button
          size="xs"
          variant="subtle"
          loading={history.isFetchingNextPage}
          onClick={() => void history.fetchNextPage()}
        >
          Show older ones
        </Button>
      ) : null}
      <Modal
        opened={back !== undefined}
        onClose={() => setBack(undefined)}
        title={`Go back to version ${back?.version ?? ''}?`}
      >
        {back ? <GoBack smsc={smsc} to={back} onDone={() => setBack(undefined)} /> : null}
      </Modal>
    </Card>
  )
}

const DONE: Readonly<Record<SmscVersion['kind'], string>> = {
  created: 'Made',
  changed: 'Changed',
  deleting: 'Its deletion was asked for',
  kept: 'Kept after all',
  deleted: 'Deleted',
  restored: 'Brought back',
}

function Changes({ changes }: { readonly changes: readonly SettingChange[] }) {
  if (changes.length === 0) return null
  return (
    <ul className={classes.changes}>
      {changes.map(({ pointer, before, after, isSecret }) => (
        <li key={pointer}>
          <span className={classes.setting}>{settingLabel(pointer)}</span>{' '}
          {isSecret ? (
            'another one'
          ) : (
            <>
              <s>{valueWords(before)}</s> <span aria-hidden>→</span> <span>{valueWords(after)}</span>
            </>
          )}
        </li>
      ))}
    </ul>
  )
}

function valueWords(value: unknown): string {
  if (value === null || value === '') return 'nothing'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.length === 1 ? '1 entry' : `${value.length} entries`
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

interface GoBackProps {
  readonly smsc: SmscView
  readonly to: SmscVersion
  readonly onDone: () => void
}

function GoBack({ smsc, to, onDone }: GoBackProps) {
  const restore = useRestoreSmsc(smsc.id)
  const done = (view: SmscView) => {
    onDone()
    notifications.show({ title: `Version ${to.version} holds again`, message: `As version ${view.version}.` })
  }
  return (
    <Question
      leave="Leave it"
      confirm="Go back"
      pending={restore.isPending}
      failure={restore.error}
      onLeave={onDone}
      onConfirm={() => restore.mutate({ toVersion: to.version, version: smsc.version }, { onSuccess: done })}
    >
      <p>
        All settings become what they were at version {to.version}, the password too, as a new version. It is carried
        out at once: only the binds that it concerns notice.
      </p>
    </Question>
  )
}
