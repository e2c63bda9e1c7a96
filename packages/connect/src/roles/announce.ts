import type { LinkPlaces, Node } from './inside.ts'

/** What the user needs to know now, as lines: addresses, the one-time link, and the exact next command. */
export function announce(node: Node): readonly string[] {
  const { setupLink, simulator, link } = node
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
    ...(link ? linkLines(link, node) : []),
    '',
    'Next, in another terminal:',
    '',
    `  ${sendCommand(node)}`,
    '',
    'Ctrl-C stops it.',
  ]
}

function linkLines({ listens, dials, enrolled }: LinkPlaces, node: Node): readonly string[] {
  const dialled = dials.length === 0 ? '' : `; it dials ${dials.join(', ')}`
  const lines = [`  Edges       reach it on ${listens}${dialled}`]
  if (enrolled.length > 0) return lines
  return [...lines, `              none has enrolled yet: npx connect certs token london${whereOf(node)}`]
}

/** `npx connect` finds a running Connect in ./data by itself; elsewhere it has to be told. */
function sendCommand(node: Node): string {
  return `npx connect send${whereOf(node)} --to +447700900123 --text "Hello from Connect" --wait`
}

function whereOf(node: Node): string {
  return node.usesDefaultFolder ? '' : ` --data-dir ${node.dataDir}`
}
