#!/usr/bin/env node
// The `connect` command: finds a Node that can run it, and runs it there. Plain JavaScript for any Node from 20 on.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { ENGINE_FLAGS } from './engine-flags.mjs'
import { findRuntime, OLDEST_MAJOR } from './find-runtime.mjs'
import { runChild } from './run-child.mjs'

const home = dirname(dirname(fileURLToPath(import.meta.url)))
const root = dirname(dirname(home))
const main = join(home, 'src', 'main.ts')
const isClone = existsSync(join(root, 'tools', 'launch.mjs'))

function missing(what) {
  const how = isClone
    ? `Run \`npm start\` in ${root}: it installs what is missing and starts Connect.`
    : 'Run `npm install` first.'
  process.stderr.write(`Connect cannot run: ${what}\n${how}\n`)
  process.exitCode = 1
}

function hasDependencies() {
  try {
    import.meta.resolve('commander')
    import.meta.resolve('@smpp-connect/contracts')
    return true
  } catch {
    return false
  }
}

const { platform, arch } = process
const runtime = findRuntime({ version: process.versions.node, platform, arch, root })
if (!hasDependencies()) {
  missing('its dependencies are not installed.')
} else if (runtime === undefined) {
  missing(`this is Node ${process.versions.node}; it needs Node ${OLDEST_MAJOR} or newer.`)
} else if (runtime === 'here') {
  await import(pathToFileURL(main).href)
} else {
  process.exitCode = await runChild(runtime, [...ENGINE_FLAGS, main, ...process.argv.slice(2)])
}
