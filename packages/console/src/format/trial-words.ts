import type { BindTrialView } from '@smpp-connect/contracts'

const STEP_WORDS: Readonly<Record<BindTrialView['steps'][number]['name'], string>> = {
  name: 'Name',
  connection: 'Connection',
  tls: 'TLS',
  bind: 'Bind',
  'enquire-link': 'Sign of life',
  unbind: 'Unbind',
}

export function stepWords(name: BindTrialView['steps'][number]['name']): string {
  return STEP_WORDS[name]
}

/** Who the SMSC says it is: `It calls itself SMSC1 and speaks SMPP 5.0.` */
export function smscSays({ smscSystemId, smscVersion }: BindTrialView['facts']): string {
  const name = smscSystemId ? `It calls itself ${smscSystemId}` : 'It does not name itself'
  return `${name} and ${smscVersion === null ? 'tells no SMPP version' : `speaks SMPP ${smscVersion}`}.`
}

/** A diagnosis that is no failure: the bind was left out to spare one that stands. */
export function isHeldBack({ diagnosis }: Pick<BindTrialView, 'diagnosis'>): boolean {
  return diagnosis?.code === 'own-bind-up'
}
