/** What `connect doctor` looks for, by the name that scripts see. docs/reference/doctor.md is made of it. */
export const CHECKS = {
  // This machine and the data folder.
  node: 'Node is too old.',
  clock: 'The clock of this machine is wrong.',
  'data-folder': 'The data folder cannot be used, is not there yet, or others on this machine may look into it.',
  'file-system': 'The data folder is on a file system that forgets: in memory, or on a network share.',
  'disk-space': 'The disk is full, or fills up.',
  'open-files': 'A process may have too few files and sockets open.',
  // An edge that runs here.
  certificate: 'The certificate of the edge has ended, or ends soon and has not renewed itself.',
  'edge-running': 'The edge does not run, or does not answer.',
  'edge-status': 'The edge does not show how it is: its address is taken, or it is switched off.',
  'edge-ready':
    'The edge is not ready: no link, a manager that is not heard, a definition that it has not got or does not understand, a bind that does not stand.',
  // A manager that keeps its data here.
  authority: 'The authority that signs the certificates of the link has ended, or ends within a year.',
  'authority-replaced': 'The authority is being replaced, and that was not brought to an end.',
  // The running Connect.
  running: 'Connect does not run, or does not answer.',
  storage: 'It cannot store.',
  'storage-log': 'The log of the store cannot be copied to the database, or is very long: it will fill the disk.',
  conservation: 'Not every message that was accepted is accounted for.',
  stalled: 'Nothing moves at an SMSC although something should.',
  held: 'Messages are held until a person decides.',
  uncertain: 'Messages were sent and the answer never came.',
  'parked-receipts': 'Many receipts match no message.',
  unclaimed: 'Nobody has claimed the console yet.',
  version: 'Command line and server are of different versions.',
  clocks: 'The clock of the server is not that of this machine.',
  'edge-link': 'An edge is not linked, or nothing is heard of it though it is.',
  'edge-certificate': 'The certificate of an edge ends soon and has not renewed itself.',
  'edge-definitions': 'A linked edge has not confirmed the newest definitions.',
  'edge-version': 'An edge runs another version than the manager.',
  // SMSCs.
  'no-smsc': 'There is no SMSC.',
  smscs: 'Nothing: all SMSCs are in order.',
  bind: 'An SMSC is not bound, or not with all its binds.',
  'disabled-with-work': 'An SMSC is disabled, and parts wait for it.',
  'stale-definition': 'A bind carries out an older definition than the stored one.',
  slowed: 'An SMSC takes less than its definition allows.',
  window: 'The window of an SMSC is too small for its pace.',
  'no-password': 'An SMSC has no password.',
  'plain-text': 'Texts and the password go to an SMSC unencrypted, over a public network.',
  'same-account': 'Two definitions are the same account at the same SMSC.',
} as const

export type CheckName = keyof typeof CHECKS

/** docs/reference/doctor.md. A test holds the file to it. */
export function doctorReference(): string {
  const rows = Object.entries(CHECKS).map(([name, words]) => `| \`${name}\` | ${words} |`)
  return `<!-- Generated from packages/connect/src/doctor/catalogue.ts by packages/connect/scripts/write-reference.ts. -->
# What \`connect doctor\` looks for

\`npx connect doctor\` looks at this machine, the data folder, the edge or the Connect that runs on it, its edges and its SMSCs. It
changes nothing. Each finding says what was found and what to do; with \`--json\` it carries the name below (\`check\`) and \`good\`,
\`doubtful\` (it works, and a person should look) or \`wrong\`. It ends with 1 when something is wrong. Where an edge runs, give
it the edge's \`--data-dir\`.

| check | what can be found |
|---|---|
${rows.join('\n')}
`
}
