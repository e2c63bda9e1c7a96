/** A bug in Connect: something that the code holds to be impossible happened. */
export class BrokenInvariant extends Error {
  override readonly name = 'BrokenInvariant'
}

/** Stays on in production: a broken invariant stops the operation at hand rather than let it go on wrongly. */
export function invariant(holds: boolean, what: string): asserts holds {
  if (!holds) throw new BrokenInvariant(what)
}

/** For the branch that the types say cannot be reached. */
export function unreachable(value: never): never {
  throw new BrokenInvariant(`unreachable: ${JSON.stringify(value)}`)
}
