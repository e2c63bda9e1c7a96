import {
  MESSAGE_MODES,
  type Outcome,
  ok,
  refuse,
  type SmppOptions,
  type SmscDefinition,
  type TlvValues,
  type WireTlv,
} from '@smpp-connect/contracts'
import { dataCodingInfo } from '@smpp-connect/smpp/text'
import type { RerouteCandidate } from '@smpp-connect/store'
import { tlvView, wireTlvs } from '../accept/tlvs.ts'
import { MESSAGE_MODE_BITS } from '../accept/wire.ts'
import { toWire } from '../address/canonical.ts'
import { optionsOf } from '../operations/replacement.ts'

/** What a message carries, as it was made ready for the SMSC it is to leave. */
export type Carried = Pick<RerouteCandidate, 'from' | 'to' | 'wire' | 'esmClass' | 'tlvs'>

/**
 * The options that a message goes to another SMSC with. What it carries is its sender's wish and what the SMSC's definition
 * adds, in one; the definition tells them apart. What differs from it was wished for, and goes along; what is as
 * the definition has it belongs to that SMSC, and the new one's definition takes its place. In particular
 *
 * - registered delivery goes along as it is: receipts that were promised are asked for. So does who keeps the message
 *   until its time.
 * - how the text is written (data coding, alphabet, splitting) is found anew; that it is shown at once (flash) goes along.
 * - TLVs: see `ownTlvs`.
 */
export function ownOptions(carried: Carried, before: SmscDefinition, after: SmscDefinition): Outcome<SmppOptions> {
  const tlvs = ownTlvs(carried.tlvs, before, after)
  if (!tlvs.ok) return tlvs
  const { from, to, wire, esmClass } = carried
  const { registeredDelivery, scheduledBy, ...others } = optionsOf(wire)
  const options: SmppOptions = {
    ...others,
    messageMode: MESSAGE_MODES.find((mode) => MESSAGE_MODE_BITS[mode] === (esmClass & 0x03)),
  }
  const { sourceTon, sourceNpi, destinationTon, destinationNpi } = before.defaults
  const usual: SmppOptions = {
    ...before.defaults,
    sourceTon: sourceTon ?? toWire(from).ton,
    sourceNpi: sourceNpi ?? toWire(from).npi,
    destinationTon: destinationTon ?? toWire(to).ton,
    destinationNpi: destinationNpi ?? toWire(to).npi,
  }
  const own = Object.entries(options).filter(([name, value]) => value !== usual[name as keyof SmppOptions])
  const flash = ownFlash(wire.dataCoding, before)
  return ok({ registeredDelivery, scheduledBy, ...Object.fromEntries(own), ...flash, tlvs: tlvs.value })
}

/** Whether it is a flash message is told by the class in its data coding, where there is one. */
function ownFlash(dataCoding: number, { defaults }: SmscDefinition): Pick<SmppOptions, 'flash'> {
  if (dataCoding === defaults.dataCoding) return {}
  const isFlash = dataCodingInfo(dataCoding).messageClass === 0
  return isFlash === defaults.flash ? {} : { flash: isFlash }
}

/**
 * The TLVs that were wished for, by what the new SMSC calls them: one that both SMSCs declare under the same name goes
 * along as that, whatever its number is there. Any other goes as the octets it has, unless the new SMSC declares that
 * number for something else.
 */
function ownTlvs(carried: readonly WireTlv[], before: SmscDefinition, after: SmscDefinition): Outcome<TlvValues> {
  const usual = wireTlvs([before.defaults.tlvs], before.tlvs, '/defaults/tlvs')
  const own: Record<string, string> = {}
  for (const tlv of carried) {
    if (usual.ok && usual.value.some((other) => isSame(other, tlv))) continue
    const { tag, name, value } = tlvView(tlv, before.tlvs)
    const there = after.tlvs.find((declared) => declared.name === name)
    const clash = after.tlvs.find((declared) => declared.tag === tlv.tag && declared.name !== name)
    if (there) own[there.name] = value
    else if (!clash) own[tag] = `0x${Buffer.from(tlv.value).toString('hex')}`
    else return refuse('tlv-invalid', `${name ?? tag}: ${after.name} declares ${tag} as ${clash.name}`)
  }
  return ok(own)
}

function isSame(one: WireTlv, other: WireTlv): boolean {
  return one.tag === other.tag && Buffer.compare(one.value, other.value) === 0
}
