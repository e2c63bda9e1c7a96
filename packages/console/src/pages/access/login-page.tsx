import { Anchor, Button, Code, PasswordInput, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { ApiFailure } from '../../api/problem.ts'
import { useLogin, useSetupStatus } from '../../api/session.ts'
import { Notice, ProblemNotice } from '../../ui/notice.tsx'
import classes from './access-frame.module.css'
import { AccessFrame } from './access-frame.tsx'

export function LoginPage() {
  const setup = useSetupStatus(true)
  if (setup.data?.claimed === false) return <Unclaimed />
  return <LoginForm />
}

function LoginForm() {
  const login = useLogin()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [missing, setMissing] = useState(false)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    const incomplete = name.trim() === '' || password === ''
    setMissing(incomplete)
    if (!incomplete) login.mutate({ name: name.trim(), password })
  }
  const wrong = login.error instanceof ApiFailure && login.error.code === 'login-wrong'

  return (
    <AccessFrame title="Log in" lead="Welcome back.">
      <form className={classes.form} onSubmit={submit} noValidate>
        {wrong ? (
          <Notice tone="bad" title="The name or the password is wrong" live>
            Try again. Somebody with access to the machine can reset a password with{' '}
            <Code>npx connect user reset NAME</Code>.
          </Notice>
        ) : login.error ? (
          <ProblemNotice failure={login.error} />
        ) : null}
        <TextInput
          label="Name"
          size="md"
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={missing && name.trim() === '' ? 'Enter your name' : undefined}
        />
        <PasswordInput
          label="Password"
          size="md"
          name="password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={missing && password === '' ? 'Enter your password' : undefined}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
        />
        <Button type="submit" size="md" loading={login.isPending}>
          Log in
        </Button>
      </form>
    </AccessFrame>
  )
}

/** Nobody has claimed this Connect, and whoever is here came without the link. */
function Unclaimed() {
  return (
    <AccessFrame
      title="Nearly there"
      lead="This Connect has no user yet. The first one is made with a link that works once."
    >
      <Notice tone="info" title="Open the set-up link">
        It was printed where Connect was started, under “Set it up”. It begins with this page’s address and ends in{' '}
        <Code>/setup#token=…</Code>. When it is older than an hour, start Connect again: it prints a new one.
      </Notice>
      <p className={classes.foot}>
        Only using the API? It is described at <Anchor href="/openapi.json">/openapi.json</Anchor>.
      </p>
    </AccessFrame>
  )
}
