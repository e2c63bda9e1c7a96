import { Button, Code, Modal, Skeleton, TextInput } from '@mantine/core'
import type { ApiKeyView } from '@smpp-connect/contracts'
import { IconKey, IconPlus } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { ApiFailure, fieldErrors } from '../../api/problem.ts'
import { useApiKeys, useMakeApiKey, useRevokeApiKey } from '../../api/system.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { CurlExample } from '../../ui/curl-example.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Notice, ProblemNotice } from '../../ui/notice.tsx'
import { Card } from '../../ui/page.tsx'
import question from '../../ui/question.module.css'
import { Question } from '../../ui/question.tsx'
import classes from './settings.module.css'

/** The keys with which programs call the API: made, shown once, revoked. */
export function ApiKeys() {
  const keys = useApiKeys()
  const [making, setMaking] = useState(false)
  const [revoking, setRevoking] = useState<ApiKeyView>()
  return (
    <Card
      title="API keys"
      lead="A program shows its key with each request. Keys are stored as hashes: each is shown once, when it is made."
      actions={
        <Button size="sm" leftSection={<IconPlus size={17} aria-hidden />} onClick={() => setMaking(true)}>
          Make a key
        </Button>
      }
    >
      {keys.isPending ? (
        <Skeleton height={88} />
      ) : !keys.data ? (
        <ProblemNotice failure={keys.error} onRetry={keys.refetch} />
      ) : keys.data.length === 0 ? (
        <EmptyState icon={<IconKey size={28} />} title="No key yet">
          Make one, and send your first text from a program or with curl.
        </EmptyState>
      ) : (
        <ul className={classes.keys}>
          {keys.data.map((key) => (
            <li key={key.id} className={classes.key}>
              <div className={classes.keyWords}>
                <span className={classes.keyName}>{key.name}</span>
                <Code>{key.prefix}…</Code>
              </div>
              <div className={classes.keyTimes}>
                <span>
                  Made <Moment at={key.createdAt} as="brief" />
                </span>
                <span>
                  {key.lastUsedAt === null ? (
                    'Never used'
                  ) : (
                    <>
                      Used <Moment at={key.lastUsedAt} as="brief" />
                    </>
                  )}
                </span>
              </div>
              <Button variant="default" size="xs" aria-label={`Revoke ${key.name}`} onClick={() => setRevoking(key)}>
                Revoke
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Modal
        opened={making}
        onClose={() => setMaking(false)}
        title="Make an API key"
        closeOnClickOutside={false}
        size="lg"
      >
        <MakeKey onDone={() => setMaking(false)} />
      </Modal>
      <Modal opened={revoking !== undefined} onClose={() => setRevoking(undefined)} title="Revoke this key?">
        {revoking ? <Revoke apiKey={revoking} onDone={() => setRevoking(undefined)} /> : null}
      </Modal>
    </Card>
  )
}

function MakeKey({ onDone }: { readonly onDone: () => void }) {
  const [name, setName] = useState('')
  const make = useMakeApiKey()
  const [error, setError] = useState<string>()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim().length < 2) return setError('At least 2 characters')
    setError(undefined)
    make.mutate(name.trim(), {
      onError: (failure) => setError(failure instanceof ApiFailure ? fieldErrors(failure.places).name : undefined),
    })
  }
  if (make.data) {
    return (
      <div className={question.question}>
        <Notice tone="warn" title="Copy it now">
          It is not shown again. If it gets lost, revoke it and make another.
        </Notice>
        <div className={classes.secret}>
          <code>{make.data.key}</code>
          <CopyButton text={make.data.key} what="the key" variant="filled" />
        </div>
        <CurlExample apiKey={make.data.key} />
        <div className={question.answers}>
          <Button variant="default" onClick={onDone}>
            Done
          </Button>
        </div>
      </div>
    )
  }
  return (
    <form onSubmit={submit} className={question.question} noValidate>
      {make.error && error === undefined ? <ProblemNotice failure={make.error} /> : null}
      <TextInput
        label="What it is for"
        description="The name of the program, for instance. It tells keys apart when one has to be revoked."
        placeholder="Appointment reminders"
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={error}
      />
      <div className={question.answers}>
        <Button variant="default" onClick={onDone}>
          Close
        </Button>
        <Button type="submit" loading={make.isPending}>
          Make the key
        </Button>
      </div>
    </form>
  )
}

function Revoke({ apiKey, onDone }: { readonly apiKey: ApiKeyView; readonly onDone: () => void }) {
  const revoke = useRevokeApiKey()
  return (
    <Question
      leave="Keep it"
      confirm="Revoke"
      grave
      pending={revoke.isPending}
      failure={revoke.error}
      onLeave={onDone}
      onConfirm={() => revoke.mutate(apiKey.id, { onSuccess: onDone })}
    >
      <p className={classes.note}>
        Programs that use <b>{apiKey.name}</b> (<Code>{apiKey.prefix}…</Code>) are refused from now on. This cannot be
        taken back.
      </p>
    </Question>
  )
}
