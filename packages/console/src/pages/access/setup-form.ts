export type SetupErrors = { name?: string; password?: string }

/** The token of the printed link. It stands in the fragment, which no browser sends to a server, so no log ever holds it. */
export function tokenOfFragment(fragment: string): string | undefined {
  return new URLSearchParams(fragment.replace(/^#/, '')).get('token') || undefined
}

/** What is wrong with the form, before the server is asked. The limits are those of the contract's `setupSchema`. */
export function checkSetup(name: string, password: string): SetupErrors {
  const errors: SetupErrors = {}
  const length = name.trim().length
  if (length < 2) errors.name = length === 0 ? 'Enter a name' : 'At least 2 characters'
  else if (length > 60) errors.name = 'At most 60 characters'
  if (password.length < 10) errors.password = `At least 10 characters; these are ${password.length}`
  else if (password.length > 200) errors.password = 'At most 200 characters'
  return errors
}
