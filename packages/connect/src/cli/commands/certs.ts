import type { Command } from 'commander'
import { ENROL_KEYS } from '../../settings/table.ts'
import { does, type Perform, withExamples } from '../command.ts'
import { addSettingOptions } from '../setting-options.ts'

export function addCerts(program: Command, perform: Perform): void {
  const certs = program
    .command('certs')
    .description('Certificates of the link: who may be an edge of this installation.')

  const init = certs
    .command('init')
    .description('Make the authority that signs the certificates, unless it is there, and show its fingerprint.')
  does(init, perform, async (context) => (await authorityCommands()).initAuthority(context))
  withExamples(init, ['npx connect certs init'])

  const token = certs
    .command('token')
    .description(
      'Make a token with which an edge of this name can enrol, once. It is printed once, and kept as a hash.',
    )
    .argument('<edge>', 'A name of 1 to 40 of a-z, 0-9 and -.')
    .option('--hours <hours>', 'How long it is good for. Default: 24.')
  does(token, perform, async (context, edge: string) => (await authorityCommands()).makeToken(context, edge))
  withExamples(token, ['npx connect certs token london', 'npx connect certs token london --hours 1 > token'])

  const list = certs.command('list').description('Show the certificates that edges have.')
  does(list, perform, async (context) => (await authorityCommands()).listCertificates(context))
  withExamples(list, ['npx connect certs list'])

  const revoke = certs
    .command('revoke')
    .description(
      'Take back all certificates and tokens of an edge. Its link is closed within 2 s, and it stays outside.',
    )
    .argument('<edge>', 'Its name.')
  does(revoke, perform, async (context, edge: string) => (await authorityCommands()).revokeEdge(context, edge))
  withExamples(revoke, ['npx connect certs revoke london'])

  const rotateAll = certs
    .command('rotate-authority')
    .description(
      'Replace the authority itself: a new one signs from now on, and edges fetch new certificates over their links, without a pause. The older one is trusted until it is retired.',
    )
  does(rotateAll, perform, async (context) => (await rotationCommands()).rotateAuthority(context))
  withExamples(rotateAll, ['npx connect certs rotate-authority'])

  const retire = certs
    .command('retire-authority')
    .description(
      'End the replacement: the older authority and its key are gone. Refused, with the names, while an edge would be locked out by it.',
    )
    .option('--force', 'All the same: these edges have to enrol anew.')
  does(retire, perform, async (context) => (await rotationCommands()).retireAuthority(context))
  withExamples(retire, ['npx connect certs retire-authority'])
  for (const command of [init, token, list, revoke, rotateAll, retire]) addSettingOptions(command, ['dataDir'])

  const enrol = certs
    .command('enrol')
    .description(
      'On the machine of an edge: get its certificate, with the token from standard input or CONNECT_ENROL_TOKEN. The key is made here and never leaves.',
    )
    .option('--force', 'Also when there is a certificate already.')
  does(enrol, perform, async (context) => (await import('../../certs/enrol-command.ts')).enrolEdge(context))
  withExamples(enrol, [
    'npx connect certs enrol --data-dir ./edge --manager 10.0.0.5:2781 < token',
    'npx connect certs enrol --data-dir ./edge --listen 192.0.2.7:2781 < token',
  ])
  addSettingOptions(enrol, ENROL_KEYS)

  const rotate = certs
    .command('rotate')
    .description(
      'On the machine of an edge that runs: get it a new key and certificate now, over its link and without a pause. It does so by itself when a third of the time is left.',
    )
  does(rotate, perform, async (context) => (await import('../../certs/rotate-command.ts')).rotateCertificate(context))
  withExamples(rotate, ['npx connect certs rotate --data-dir ./edge'])
  addSettingOptions(rotate, ['dataDir'])
}

const rotationCommands = () => import('../../certs/rotation-commands.ts')
const authorityCommands = () => import('../../certs/authority-commands.ts')
