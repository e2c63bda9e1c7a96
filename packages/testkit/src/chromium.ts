import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'] as const

/** Flags for a headless Chromium in a test: works as root and in containers, and asks the network for nothing of its own. */
export const chromiumArgs: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * The Chromium of this machine: what CONNECT_CHROMIUM names, else /usr/bin/chromium, else the first of chromium,
 * chromium-browser and google-chrome on the PATH. Undefined when there is none: browser tests are skipped then.
 * A CONNECT_CHROMIUM that names no program is an error, so that a typo does not silently skip tests.
 */
export function findChromium(env: Readonly<Record<string, string | undefined>> = process.env): string | undefined {
  const named = env.CONNECT_CHROMIUM
  if (named) {
    if (isProgram(named)) return named
    throw new Error(`CONNECT_CHROMIUM is ${named}, which is no program that can be run`)
  }
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const candidates = ['/usr/bin/chromium', ...NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))]
  return candidates.find(isProgram)
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
