import type { EdgeRole } from '@smpp-connect/contracts'
import type { Command } from 'commander'
import { EDGE_KEYS } from '../../settings/table.ts'
import { does, type Perform, withAfterword, withExamples } from '../command.ts'
import { settingsFor } from '../context.ts'
import { addSettingOptions } from '../setting-options.ts'

const DESCRIPTIONS: Readonly<Record<EdgeRole, string>> = {
  edge:
    'Run an edge: the SMS Sender and the SMS Receiver in one process, which holds the binds with the SMSCs, until Ctrl-C. ' +
    'It may stand outside the firewall: it speaks with the manager alone, and keeps nothing on disk but its certificate.',
  sender:
    'Run the SMS Sender alone: an edge that holds transmitter binds. What comes in is the matter of a receiver. An SMSC ' +
    'with a transceiver bind needs `connect edge`.',
  receiver: 'Run the SMS Receiver alone: an edge that holds receiver binds.',
}

/** `connect edge`, and its two halves. */
export function addEdges(program: Command, perform: Perform): void {
  for (const role of ['edge', 'sender', 'receiver'] as const) {
    const command = program.command(role).description(DESCRIPTIONS[role])
    does(command, perform, async (context) => {
      const { settings } = settingsFor(context)
      const { runEdge } = await import('../../roles/run-edge.ts')
      return runEdge(role, settings)
    })
    withExamples(command, [
      `npx connect ${role} --data-dir ./${role} --manager 10.0.0.5:2781`,
      `npx connect ${role} --data-dir ./${role} --listen 192.0.2.7:2781`,
    ])
    withAfterword(command, () => AFTERWORD)
    addSettingOptions(command, EDGE_KEYS)
  }
}

const AFTERWORD = `
It needs a certificate once: \`connect certs token NAME\` where the manager runs, then \`connect certs enrol\` here, or the
token in CONNECT_ENROL_TOKEN. After that it renews itself. While the manager cannot be reached it takes no new work, keeps
the answers that it has, and asks the SMSCs to try later with what comes in.`
