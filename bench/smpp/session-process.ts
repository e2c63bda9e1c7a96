// One process of the session benchmark; started by session.ts.
import { answerer, asker, bare, barePdus } from './session-bare.ts'
import { npm } from './session-npm.ts'
import { ours, oursPromises } from './session-ours.ts'
import type { Report, Role, Start } from './session-role.ts'

const roles: Readonly<Record<string, Role>> = { ours, oursPromises, npm, bare, barePdus, answerer, asker }

function report(message: Report): void {
  process.send?.(message)
}

async function sleep(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms))
}

let meterStartedAt = process.hrtime.bigint()
let cpuBefore = process.cpuUsage()

function startMeter(): void {
  meterStartedAt = process.hrtime.bigint()
  cpuBefore = process.cpuUsage()
}

function readMeter(answered: number): Report {
  const { user, system } = process.cpuUsage(cpuBefore)
  const seconds = Number(process.hrtime.bigint() - meterStartedAt) / 1e9
  return { kind: 'measured', answered, seconds, cpuSeconds: (user + system) / 1e6 }
}

process.on('message', async (start: Start | 'measure' | 'stop') => {
  if (start === 'measure') startMeter()
  else if (start === 'stop') report(readMeter(0))
  else if (start.kind === 'serve') report({ kind: 'listening', port: await roles[start.by]!.serve() })
  else {
    const role = roles[start.by]!
    const loads = await Promise.all(
      Array.from({ length: start.connections }, () => role.drive(start.port, start.window)),
    )
    const answered = (): number => loads.reduce((sum, load) => sum + load.answered(), 0)
    await sleep(start.warmMs)
    report({ kind: 'measuring' })
    startMeter()
    const before = answered()
    await sleep(start.measureMs)
    report(readMeter(answered() - before))
  }
})
process.on('SIGTERM', () => process.exit(0))
