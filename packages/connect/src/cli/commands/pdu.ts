import type { Command } from 'commander'
import { does, type Perform, withExamples } from '../command.ts'

export function addPdu(program: Command, perform: Perform): void {
  const pdu = program.command('pdu').description('Look into SMPP PDUs.')
  const decode = pdu
    .command('decode')
    .description('Show what a PDU says, field by field.')
    .argument('[hex...]', 'Its octets in hexadecimal; white space does not matter. Without it, standard input.')
  does(decode, perform, async (context, words: readonly string[]) =>
    (await import('../../pdu/decode-command.ts')).decodePduCommand(context, words),
  )
  withExamples(decode, ['npx connect pdu decode 00000010 80000015 00000000 00000001'])
}
