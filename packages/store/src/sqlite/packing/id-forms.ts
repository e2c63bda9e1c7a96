import type { Packer, Unpacker } from './packed.ts'

/** Mostly there is one, and it is the message id as it stands: that takes no value of its own. */
export function packForms(to: Packer, smscMessageId: string, idForms: readonly string[]): void {
  to.putLike(smscMessageId, idForms.length === 1 ? idForms[0] : idForms)
}

export function unpackForms(from: Unpacker, smscMessageId: string): readonly string[] {
  const forms = from.takeLike<string | readonly string[]>(smscMessageId)
  return typeof forms === 'string' ? [forms] : forms
}
