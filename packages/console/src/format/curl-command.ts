/** A request that sends a text, to be pasted into a shell. */
export function curlCommand(origin: string, key = 'YOUR_API_KEY'): string {
  return [
    `curl ${origin}/v1/messages \\`,
    `  -H 'Authorization: Bearer ${key}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '{"to": "+447700900123", "text": "Hello from Connect"}'`,
  ].join('\n')
}
