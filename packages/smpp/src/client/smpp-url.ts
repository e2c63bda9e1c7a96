import type { BindType } from '../session/bind.ts'
import type { ClientOptions } from './client-options.ts'

/** What an address says about a client. */
export type SmppUrlOptions = Pick<
  ClientOptions,
  'host' | 'port' | 'tls' | 'systemId' | 'password' | 'systemType' | 'bindType' | 'windowSize' | 'interfaceVersion'
>

const bindTypes: Readonly<Record<string, BindType>> = {
  tx: 'transmitter',
  rx: 'receiver',
  trx: 'transceiver',
  transmitter: 'transmitter',
  receiver: 'receiver',
  transceiver: 'transceiver',
}

const versions: Readonly<Record<string, number>> = { '3.3': 0x33, '3.4': 0x34, '5.0': 0x50 }

/**
 * Reads an address such as `smpp://user:password@host:2775?bind=trx&systemType=VMA&window=50&version=3.4`; `smpps` is
 * SMPP over TLS. Ports are 2775 and 3550 unless told. Throws a TypeError that says what is wrong, without the password.
 */
export function parseSmppUrl(address: string): SmppUrlOptions {
  let url: URL
  try {
    url = new URL(address)
  } catch {
    throw new TypeError('this is not an address of the form smpp://user:password@host:port')
  }
  const secure = url.protocol === 'smpps:'
  if (!secure && url.protocol !== 'smpp:')
    throw new TypeError(`an SMPP address begins with smpp: or smpps:, not ${url.protocol}`)
  if (url.hostname === '') throw new TypeError('the address has no host')
  const settings = new Map(url.searchParams)
  const bind = take(settings, 'bind')
  const version = take(settings, 'version')
  const window = take(settings, 'window')
  const systemType = take(settings, 'systemType')
  for (const name of settings.keys()) throw new TypeError(`the address has an unknown setting: ${name}`)
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (secure ? 3550 : 2775) : Number(url.port),
    tls: secure,
    systemId: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    ...(systemType === undefined ? {} : { systemType }),
    ...(bind === undefined ? {} : { bindType: oneOf('bind', bind, bindTypes) }),
    ...(version === undefined ? {} : { interfaceVersion: oneOf('version', version, versions) }),
    ...(window === undefined ? {} : { windowSize: wholeNumber('window', window) }),
  }
}

function take(settings: Map<string, string>, name: string): string | undefined {
  const value = settings.get(name)
  settings.delete(name)
  return value
}

function oneOf<T>(name: string, value: string, allowed: Readonly<Record<string, T>>): T {
  if (Object.hasOwn(allowed, value)) return allowed[value] as T
  throw new TypeError(`${name} is one of ${Object.keys(allowed).join(', ')}, not ${value}`)
}

function wholeNumber(name: string, value: string): number {
  if (/^[1-9][0-9]{0,5}$/.test(value)) return Number(value)
  throw new TypeError(`${name} is a whole number from 1, not ${value}`)
}
