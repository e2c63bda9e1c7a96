import type { Node } from './compose.ts'

/** What the user needs to know now, as lines: addresses, the one-time link, and the exact next command. */
export function announce(node: Node): readonly string[] {
  const { setupLink, simulator } = node
  return [
    '',
    'Connect is running.',
    '',
    `  Console     ${node.publicUrl}`,
    ...(setupLink
      ? ['  Set it up   with this link, once, within an hour; it makes the first user:', `              ${setupLink}`]
      : []),
    `  API         ${node.publicUrl}/v1  (described at ${node.publicUrl}/openapi.json)`,
    ...(simulator
      ? [
          `  Simulator   SMPP on ${simulator.host}:${simulator.port}, system id ${simulator.systemId} (password in simulator.json)`,
        ]
      : []),
    '',
    'Next, in another terminal:',
    '',
    `  ${sendCommand(node)}`,
    '',
    'Ctrl-C stops it.',
  ]
}

/** `npx connect` finds a running Connect in ./data by itself; elsewhere it has to be told. */
function sendCommand(node: Node): string {
  const where = node.usesDefaultFolder ? '' : ` --data-dir ${node.dataDir}`
  return `npx connect send${where} --to +447700900123 --text "Hello from Connect" --wait`
}
