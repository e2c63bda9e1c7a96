import { type ContractVersion, type Side, versionsApart } from '../wire/contract-version.ts'
import type { Hello } from '../wire/link.generated.ts'

export interface Expected {
  readonly role: 'edge' | 'manager'
  /** The id that its certificate names. */
  readonly id: string
}

export interface HelloRefusal {
  readonly code: 'version' | 'identity'
  readonly text: string
}

/** Undefined when one can work with whoever says this hello; else why not. */
export function judgeHello(hello: Hello, expected: Expected, ours: Side): HelloRefusal | undefined {
  const contract: ContractVersion = { major: hello.contractMajor, minor: hello.contractMinor }
  const who = expected.role === 'edge' ? `the edge ${expected.id}` : 'the manager'
  const apart = versionsApart(ours, { who, contract, productVersion: hello.productVersion })
  if (apart) return { code: 'version', text: apart }
  if (hello.role !== expected.role) {
    return { code: 'identity', text: `the other side is "${hello.role}"; expected was "${expected.role}"` }
  }
  if (expected.role === 'edge' && hello.edgeId !== expected.id) {
    return { code: 'identity', text: `it calls itself ${hello.edgeId}, and its certificate names ${expected.id}` }
  }
  return undefined
}
