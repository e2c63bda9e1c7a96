import { Button, PasswordInput, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { ApiFailure, fieldErrors } from '../../api/problem.ts'
import { useClaim, useSetupStatus } from '../../api/session.ts'
import { paths } from '../../app/paths.ts'
import { useFocusOnError } from '../../browser/focus-error.ts'
import { Notice, ProblemNotice } from '../../ui/notice.tsx'
import classes from './access-frame.module.css'
import { AccessFrame } from './access-frame.tsx'
import { checkSetup, type SetupErrors, tokenOfFragment } from './setup-form.ts'

/** The first run: whoever holds the printed link becomes the first user. */
export function SetupPage({ loggedIn }: { readonly loggedIn: boolean }) {
  const [, navigate] = useLocation()
  const [token, setToken] = useState(() => tokenOfFragment(window.location.hash))
  const setup = useSetupStatus(!loggedIn)
  const claim = useClaim()
  const code = claim.error instanceof ApiFailure ? claim.error.code : undefined
  const used = setup.data?.claimed === true || code === 'setup-done'

  useEffect(() => {
    const take = () => {
      if (window.location.hash === '') return
      setToken(tokenOfFragment(window.location.hash))
      // The token is in memory now. In the address it would stay in the browser's history.
      window.history.replaceState(null, '', window.location.pathname)
    }
    take()
    // A link pasted into this very tab changes only the fragment: the page is not loaded again.
    window.addEventListener('hashchange', take)
    return () => window.removeEventListener('hashchange', take)
  }, [])
  useEffect(() => {
    if (loggedIn) navigate(paths.overview, { replace: true })
  }, [loggedIn, navigate])

  if (used && !claim.isSuccess) {
    return (
      <AccessFrame title="Already set up" lead="The link has done its work: this Connect has its first user.">
        <Notice tone="info" title="Each set-up link works once">
          If it was not you who used it, stop Connect and find out who did: whoever claims it first has the keys.
        </Notice>
        <Button mt="lg" size="md" onClick={() => navigate(paths.overview, { replace: true })}>
          Go to log-in
        </Button>
      </AccessFrame>
    )
  }
  if (token === undefined || code === 'setup-token-wrong') return <LinkTrouble missing={token === undefined} />
  return <ClaimForm token={token} claim={claim} />
}

function LinkTrouble({ missing }: { readonly missing: boolean }) {
  return (
    <AccessFrame
      title={missing ? 'The link is not whole' : 'The link does not work any more'}
      lead={
        missing
          ? 'The address has to end in #token=… Copy the whole line that Connect printed.'
          : 'A set-up link works once and for one hour, and each start of Connect replaces the one before.'
      }
    >
      <Notice tone="warn" title="What to do">
        Stop Connect and start it again. It prints a fresh link; nothing that it holds is lost by a restart.
      </Notice>
    </AccessFrame>
  )
}

function ClaimForm({ token, claim }: { readonly token: string; readonly claim: ReturnType<typeof useClaim> }) {
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [errors, setErrors] = useState<SetupErrors>({})

  const form = useRef<HTMLFormElement>(null)
  useFocusOnError(form, errors)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    const found = checkSetup(name, password)
    setErrors(found)
    if (Object.keys(found).length > 0) return
    claim.mutate(
      { token, name: name.trim(), password },
      { onError: (failure) => setErrors(failure instanceof ApiFailure ? fieldErrors(failure.places) : {}) },
    )
  }
  const elsewhere = claim.error && Object.keys(errors).length === 0

  return (
    <AccessFrame
      title="Welcome to Connect"
      lead="Create the first user. It takes half a minute, and there is no default password to forget to change."
    >
      <form ref={form} className={classes.form} onSubmit={submit} noValidate>
        {elsewhere ? <ProblemNotice failure={claim.error} /> : null}
        <TextInput
          label="Your name"
          description="You log in with it."
          size="md"
          name="username"
          autoComplete="username"
          spellCheck={false}
          autoFocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={errors.name}
        />
        <PasswordInput
          label="Password"
          description="At least 10 characters. A few words in a row are easy to remember and hard to guess."
          size="md"
          name="password"
          autoComplete="new-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={errors.password}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
        />
        <Button type="submit" size="md" loading={claim.isPending}>
          Create user and begin
        </Button>
      </form>
    </AccessFrame>
  )
}
