// Runs another Node in our place: same terminal, same signals, same end. Plain JavaScript for Node 20.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/**
 * Runs a program to its end and resolves with its exit code (128 + n when signal n ended it). SIGINT, SIGTERM, SIGHUP
 * and SIGUSR2 that reach this process are passed on. Ctrl-C on a terminal reaches the child by itself too; Connect takes a signal
 * that comes again within a second as the same one.
 */
export function runChild(program, words) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { stdio: 'inherit' })
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', ...(process.platform === 'win32' ? [] : ['SIGUSR2'])]
    const pass = (signal) => {
      // On Windows kill() would end the child at once, and Ctrl-C reaches every process of the console anyway.
      if (process.platform !== 'win32') child.kill(signal)
    }
    for (const signal of signals) process.on(signal, pass)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      for (const name of signals) process.off(name, pass)
      resolve(signal ? 128 + (constants.signals[signal] ?? 0) : (code ?? 1))
    })
  })
}
