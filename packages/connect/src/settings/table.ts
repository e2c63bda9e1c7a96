import {
  edgePlaces,
  folder,
  host,
  type Kind,
  oneOf,
  onOff,
  optional,
  place,
  placeOrOff,
  port,
  secret,
  webAddress,
  wholeNumber,
} from './kinds.ts'

/** One setting of Connect: where it may be given, what it may be, and what it is when nobody says anything. */
export interface Setting<Value> {
  /** The flag, or null for secrets: a flag shows in the process list and in the shell's history. */
  readonly flag: `--${string}` | null
  readonly env: `CONNECT_${string}`
  readonly kind: Kind<Value>
  readonly default: Value
  /** One sentence for the help and the reference page. */
  readonly help: string
  /** Never shown in messages or by `config explain`. */
  readonly isSecret?: true
}

function setting<Value>(row: Setting<Value>): Setting<Value> {
  return row
}

/** All settings. The key is the name in the configuration file. */
export const SETTINGS = {
  dataDir: setting({
    flag: '--data-dir',
    env: 'CONNECT_DATA_DIR',
    kind: folder,
    default: './data',
    help: 'Where Connect keeps everything that must not be lost. One running Connect per folder.',
  }),
  httpHost: setting({
    flag: '--http-host',
    env: 'CONNECT_HTTP_HOST',
    kind: host,
    default: '127.0.0.1',
    help: 'The address on which the API and the console listen; 0.0.0.0 or :: for all.',
  }),
  httpPort: setting({
    flag: '--http-port',
    env: 'CONNECT_HTTP_PORT',
    kind: port,
    default: 2780,
    help: 'The port of the API and the console.',
  }),
  publicUrl: setting<string | null>({
    flag: '--public-url',
    env: 'CONNECT_PUBLIC_URL',
    kind: optional(webAddress),
    default: null,
    help: 'The address under which people reach the console, when a proxy stands in front.',
  }),
  apiKey: setting<string | null>({
    flag: null,
    env: 'CONNECT_API_KEY',
    kind: optional(secret(16)),
    default: null,
    isSecret: true,
    help: 'A bootstrap key for automation: `connect up` accepts it, `connect send` and `connect status` use it.',
  }),
  simulator: setting({
    flag: '--simulator',
    env: 'CONNECT_SIMULATOR',
    kind: onOff,
    default: true,
    help: 'Whether the simulator, a message centre with phones to try things on, runs too.',
  }),
  simulatorHost: setting({
    flag: '--simulator-host',
    env: 'CONNECT_SIMULATOR_HOST',
    kind: host,
    default: '127.0.0.1',
    help: 'The address on which the simulator listens for SMPP.',
  }),
  simulatorPort: setting({
    flag: '--simulator-port',
    env: 'CONNECT_SIMULATOR_PORT',
    kind: port,
    default: 2775,
    help: 'The SMPP port of the simulator.',
  }),
  maxParts: setting({
    flag: '--max-parts',
    env: 'CONNECT_MAX_PARTS',
    kind: wholeNumber(1, 255, 'parts'),
    default: 20,
    help: 'The most short messages that one text may take.',
  }),
  retentionDays: setting<number | null>({
    flag: '--retention-days',
    env: 'CONNECT_RETENTION_DAYS',
    kind: optional(wholeNumber(1, 36_500, 'days')),
    default: null,
    help: 'How long messages are kept after they ended. Opt-outs are kept for ever.',
  }),
  listen: setting<string | null>({
    flag: '--listen',
    env: 'CONNECT_LISTEN',
    kind: optional(place),
    default: null,
    help: 'Where this end of the link waits for the other: a manager for its edges (without it on 127.0.0.1:2781), or an edge for its manager.',
  }),
  dialEdges: setting<string | null>({
    flag: '--dial-edges',
    env: 'CONNECT_DIAL_EDGES',
    kind: optional(edgePlaces),
    default: null,
    help: 'Edges that the manager dials, because their firewall lets nothing in from them: each waits with --listen.',
  }),
  manager: setting<string | null>({
    flag: '--manager',
    env: 'CONNECT_MANAGER',
    kind: optional(place),
    default: null,
    help: 'The manager that an edge dials; without it, and without --listen, 127.0.0.1:2781.',
  }),
  enrolToken: setting<string | null>({
    flag: null,
    env: 'CONNECT_ENROL_TOKEN',
    kind: optional(secret(16)),
    default: null,
    isSecret: true,
    help: 'The token with which an edge enrols once; `connect certs token` makes it. An edge that has its certificate does not look at it.',
  }),
  status: setting<string | null>({
    flag: '--status',
    env: 'CONNECT_STATUS',
    kind: optional(placeOrOff),
    default: null,
    help: 'Where an edge answers /healthz, /readyz and /metrics, without a key. Without it on 127.0.0.1, port 2782 for `connect edge`, 2783 for `connect sender`, 2784 for `connect receiver`.',
  }),
  logLevel: setting<'debug' | 'info' | 'warn' | 'error'>({
    flag: '--log-level',
    env: 'CONNECT_LOG_LEVEL',
    kind: oneOf(['debug', 'info', 'warn', 'error']),
    default: 'warn',
    help: 'From which level on log lines are written. debug has lines for each message; SIGUSR2 turns those on and off while it runs.',
  }),
  logFormat: setting<'text' | 'json'>({
    flag: '--log-format',
    env: 'CONNECT_LOG_FORMAT',
    kind: oneOf(['text', 'json']),
    default: 'text',
    help: 'Log lines for people (text) or for machines (json, one object a line).',
  }),
  url: setting<string | null>({
    flag: '--url',
    env: 'CONNECT_URL',
    kind: optional(webAddress),
    default: null,
    help: 'For the commands that speak with a running Connect: where it is, when it is not the one of the data directory.',
  }),
} as const

export type SettingKey = keyof typeof SETTINGS
export const SETTING_KEYS = Object.keys(SETTINGS) as readonly SettingKey[]

type ValueOf<Row> = Row extends Setting<infer Value> ? Value : never
/** The values, all of them there. `dataDir` is absolute. */
export type Settings = { readonly [Key in SettingKey]: ValueOf<(typeof SETTINGS)[Key]> }

/** Of edges that are processes of their own, and of the link to them. */
const LINK_KEYS: readonly SettingKey[] = ['listen', 'dialEdges', 'manager', 'enrolToken', 'status']
const SIMULATOR_KEYS: readonly SettingKey[] = ['simulator', 'simulatorHost', 'simulatorPort']
const LOG_KEYS: readonly SettingKey[] = ['logLevel', 'logFormat']

/** What `connect up` takes as flags. */
export const UP_KEYS = SETTING_KEYS.filter((key) => key !== 'url' && !LINK_KEYS.includes(key))
/** What `connect manager` takes. */
export const MANAGER_KEYS: readonly SettingKey[] = [
  ...UP_KEYS.filter((key) => !SIMULATOR_KEYS.includes(key) && !LOG_KEYS.includes(key)),
  'listen',
  'dialEdges',
  ...LOG_KEYS,
]
/** What `connect edge`, `connect sender` and `connect receiver` take. */
export const EDGE_KEYS: readonly SettingKey[] = ['dataDir', 'manager', 'listen', 'enrolToken', 'status', ...LOG_KEYS]
/** What `connect certs enrol` takes. */
export const ENROL_KEYS: readonly SettingKey[] = ['dataDir', 'manager', 'listen', 'enrolToken']
/** What the commands that talk to a running Connect take. */
export const CLIENT_KEYS: readonly SettingKey[] = ['url', 'dataDir', 'apiKey']

/** The file that is read when it is there and no other is named. */
export const CONFIG_FILE = 'connect.config.json'
/** Names the configuration file, as the flag --config does. */
export const CONFIG_ENV = 'CONNECT_CONFIG'
/** CONNECT_ variables that are no settings but nothing to warn of either. */
export const OTHER_VARIABLES: readonly string[] = [CONFIG_ENV, 'CONNECT_TEST']
