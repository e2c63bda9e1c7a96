import { dataCodingInfo } from '../text/data-coding.ts'
import { messageStateOf } from '../text/message-state.ts'
import { statusInfo, statusName } from './status.ts'
import {
  ACKNOWLEDGEMENT_MEANINGS,
  GSM_FEATURE_MEANINGS,
  MESSAGE_TYPE_MEANINGS,
  MESSAGING_MODE_MEANINGS,
  NPI_MEANINGS,
  PRIORITY_MEANINGS,
  RECEIPT_MEANINGS,
  REPLACE_MEANINGS,
  SERVICE_TYPE_MEANINGS,
  TON_MEANINGS,
} from './tables/enumerations.ts'

/** What a value of an enumeration means, in a few words; undefined when nothing is to be said. */
export function meaningOf(enumeration: string, value: number | string): string | undefined {
  if (typeof value === 'string') return enumeration === 'service_type' ? SERVICE_TYPE_MEANINGS[value] : undefined
  switch (enumeration) {
    case 'ton':
      return TON_MEANINGS[value] ?? 'reserved'
    case 'npi':
      return NPI_MEANINGS[value] ?? 'reserved'
    case 'esm_class':
      return esmClassMeaning(value)
    case 'registered_delivery':
      return registeredDeliveryMeaning(value)
    case 'data_coding':
      return dataCodingMeaning(value)
    case 'priority_flag':
      return PRIORITY_MEANINGS[value] ?? 'reserved'
    case 'replace_if_present_flag':
      return REPLACE_MEANINGS[value] ?? 'reserved'
    case 'message_state':
      return messageStateOf(value) ?? 'reserved'
    case 'interface_version':
      return interfaceVersionMeaning(value)
    case 'dest_flag':
      return value === 1 ? 'SME address' : value === 2 ? 'distribution list' : 'reserved'
    case 'command_status':
      return `${statusName(value)}: ${statusInfo(value).meaning}`
    default:
      return undefined
  }
}

function esmClassMeaning(value: number): string {
  const mode = value & 0x03
  const words = [
    MESSAGE_TYPE_MEANINGS[value & 0x3c] ?? 'reserved type',
    ...(mode === 0 ? [] : [MESSAGING_MODE_MEANINGS[mode]!]),
    ...((value & 0xc0) === 0 ? [] : [GSM_FEATURE_MEANINGS[value & 0xc0]!]),
  ]
  return words.join(', ')
}

function registeredDeliveryMeaning(value: number): string {
  const acknowledgement = ACKNOWLEDGEMENT_MEANINGS[value & 0x0c]
  const words = [
    RECEIPT_MEANINGS[value & 0x03]!,
    ...(acknowledgement === undefined ? [] : [acknowledgement]),
    ...((value & 0x10) === 0 ? [] : ['intermediate notification']),
  ]
  return words.join(', ')
}

function dataCodingMeaning(value: number): string {
  if (value === 0) return 'default alphabet of the message centre (usually GSM 7-bit)'
  const { alphabet, messageClass, waiting, group } = dataCodingInfo(value)
  if (group === 'reserved') return 'reserved'
  const words = [
    ALPHABET_NAMES[alphabet] ?? alphabet,
    ...(messageClass === undefined ? [] : [messageClass === 0 ? 'class 0 (flash)' : `class ${messageClass}`]),
    ...(waiting === undefined ? [] : [`${waiting.kind} waiting ${waiting.active ? 'on' : 'off'}`]),
  ]
  return words.join(', ')
}

const ALPHABET_NAMES: Readonly<Record<string, string>> = {
  gsm7: 'GSM 7-bit',
  ascii: 'ASCII',
  latin1: 'Latin-1',
  ucs2: 'UCS-2',
  binary: '8-bit data',
}

function interfaceVersionMeaning(value: number): string {
  if (value === 0x34) return '3.4'
  if (value === 0x50) return '5.0'
  return value < 0x34 ? '3.3 or earlier' : 'not in the specification'
}
