// The `connect` command. Started by bin/connect.mjs, by `npm start`, or directly with a Node that strips types.
import { run } from './cli/run.ts'

// Timers of the kernel's clock do not keep the process alive; a command that waits must not end for want of work.
const keepAlive = setInterval(() => {}, 0x7fffffff)

// `connect … | head` closes the pipe early; that is no failure of ours.
process.stdout.on('error', (failure: NodeJS.ErrnoException) => {
  if (failure.code === 'EPIPE') process.exit(0)
  throw failure
})

try {
  process.exitCode = await run(process.argv.slice(2))
} finally {
  clearInterval(keepAlive)
}
