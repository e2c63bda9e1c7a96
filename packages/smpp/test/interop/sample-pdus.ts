import {
  COMMANDS,
  type CommandSpec,
  type FieldSpec,
  type PduInput,
  TLVS,
  type TlvSpec,
  type Tlvs,
} from '../../src/index.ts'

/** One PDU of every command, in every direction, with all the TLVs that any version lists for it, within the limits of 5.0. */
export function samplePdus(): { readonly pdu: PduInput; readonly from: 'esme' | 'mc'; readonly spec: CommandSpec }[] {
  const sample = new Sample()
  return (COMMANDS as readonly CommandSpec[]).flatMap((spec) =>
    spec.direction.map((direction) => ({
      spec,
      from: direction === 'esme_to_mc' ? ('esme' as const) : ('mc' as const),
      pdu: sample.pdu(spec),
    })),
  )
}

/** Values that follow one another, so that no two neighbours are the same and fields taken for one another are seen. */
class Sample {
  #count = 0

  pdu(spec: CommandSpec): PduInput {
    const names = new Set([...spec.mandatoryTlvs, ...Object.values(spec.tlvs).flat()])
    const tlvs = (TLVS as readonly TlvSpec[]).filter(({ name }) => names.has(name))
    return {
      command: spec.name,
      sequenceNumber: 0x7fff_0000 + this.#next(),
      ...this.#fields(spec.fields),
      tlvs: this.tlvs(tlvs),
    } as unknown as PduInput
  }

  tlvs(specs: readonly TlvSpec[]): Tlvs {
    const named = specs.map((spec) => [
      spec.key,
      spec.repeatable ? [this.#tlv(spec), this.#tlv(spec)] : this.#tlv(spec),
    ])
    return Object.fromEntries(named) as Tlvs
  }

  #next(): number {
    return ++this.#count
  }

  #fields(specs: readonly FieldSpec[]): Record<string, unknown> {
    return Object.fromEntries(
      specs.filter(({ counts }) => counts === undefined).map((spec) => [spec.key, this.#field(spec)]),
    )
  }

  #field(spec: FieldSpec): unknown {
    switch (spec.type) {
      case 'integer':
        // Up to 31: above, registered_delivery has bits that no field of Wireshark shows.
        return Math.max(spec.min!, this.#next() % (Math.min(31, spec.byVersion?.['5.0']?.max ?? spec.max!) + 1))
      case 'c_octet_string':
        return this.#text(spec.name, spec.byVersion?.['5.0']?.maxOctets ?? spec.maxOctets!)
      case 'time':
        return this.#time()
      case 'octet_string':
        return Buffer.from(this.#text('message', 30))
      case 'c_octet_string_list':
        return [this.#text('id', 9), this.#text('id', 9)]
      case 'unsuccess_sme_list':
        return [this.#fields(spec.item!), this.#fields(spec.item!)]
      case 'dest_address_list':
        return Object.entries(spec.cases!).map(([flag, item]) => ({ destFlag: Number(flag), ...this.#fields(item) }))
    }
  }

  #tlv({ name, type, minOctets, maxOctets }: TlvSpec): unknown {
    if (name === 'broadcast_end_time') return this.#time()
    if (type === 'c_octet_string') return this.#text(name, maxOctets).padEnd(minOctets - 1, '.')
    if (type === 'octet_string') {
      const octets = Math.max(minOctets, Math.min(maxOctets, 5))
      return Uint8Array.from({ length: octets }, () => this.#next() & 0x7f)
    }
    const largest = 2 ** (8 * Math.max(1, minOctets)) - 1
    // Odd numbers of all octets; callback_num_pres_ind has four bits.
    if (name === 'callback_num_pres_ind') return this.#next() & 0xf
    if (name === 'ms_msg_wait_facilities') return 0x80 | (this.#next() & 3)
    return (this.#next() * 0x0101_0107) % largest
  }

  #time(): string {
    const second = String(this.#next() % 60).padStart(2, '0')
    return this.#next() % 2 === 0 ? `2601020304${second}608-` : `0000020304${second}000R`
  }

  #text(name: string, maxOctets: number): string {
    const number = String(this.#next())
    return `${name.slice(0, Math.max(0, Math.min(20, maxOctets - 1) - number.length))}${number}`.slice(0, maxOctets - 1)
  }
}
