// The door `./tlv`: which TLVs there are, and their values for people. Free of sockets and of Node.
export { TLVS } from './tables/tlvs.ts'
export { declareTlv, STANDARD_TLVS, type TlvDeclaration, type TlvDefinition, TlvDictionary } from './tlv-dictionary.ts'
export * from './tlv-value.ts'
