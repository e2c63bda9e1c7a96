import { Command } from 'commander'
import { VERSION } from '../version.ts'
import { type Perform, withAfterword, withExamples } from './command.ts'
import { addCerts } from './commands/certs.ts'
import { addConfig } from './commands/config.ts'
import { addDefinitions } from './commands/definitions.ts'
import { addDoctor } from './commands/doctor.ts'
import { addEdges } from './commands/edge.ts'
import { addEdgeList } from './commands/edges.ts'
import { addHealth } from './commands/health.ts'
import { addManager } from './commands/manager.ts'
import { addMessage } from './commands/message.ts'
import { addOptOut } from './commands/opt-out.ts'
import { addPdu } from './commands/pdu.ts'
import { addRoute } from './commands/route.ts'
import { addSend } from './commands/send.ts'
import { addSmsc } from './commands/smsc.ts'
import { addStatus } from './commands/status.ts'
import { addUp } from './commands/up.ts'
import { addUser } from './commands/user.ts'
import { addVerify } from './commands/verify.ts'
import { EXIT_MEANINGS } from './exit-codes.ts'

/** In the order in which the help and the reference show them. */
const COMMANDS: readonly ((program: Command, perform: Perform) => void)[] = [
  addUp,
  addManager,
  addEdges,
  addCerts,
  addSend,
  addMessage,
  addStatus,
  addVerify,
  addDoctor,
  addHealth,
  addSmsc,
  addDefinitions,
  addEdgeList,
  addRoute,
  addOptOut,
  addConfig,
  addUser,
  addPdu,
]

/** The command line of Connect. What its commands do is handed to `perform`. */
export function buildProgram(perform: Perform): Command {
  const program = new Command('connect')
    .description('Two-way SMS over SMPP, self-hosted, with nothing lost.')
    .version(VERSION, '-V, --version', 'Print the version.')
    .helpOption('-h, --help', 'Print this help.')
    .helpCommand('help [command]', 'Print the help of a command.')
    .option('-q, --quiet', 'Say only warnings and errors.')
    .option('--json', 'Print the data as JSON, where a command has data.')
    .option('--no-color', 'Use no colours. [NO_COLOR]')
    .showHelpAfterError('`npx connect --help` shows how it is used.')
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
  withExamples(program, [
    'npm start',
    'npx connect send --to +447700900123 --text "Hello" --wait',
    'npx connect status',
  ])
  withAfterword(program, exitCodesText)
  for (const add of COMMANDS) add(program, perform)
  return program
}

function exitCodesText(): string {
  return `\nExit codes:\n${EXIT_MEANINGS.map(([code, meaning]) => `  ${String(code).padEnd(5)}${meaning}`).join('\n')}`
}
