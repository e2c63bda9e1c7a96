/** The steps of a JSON pointer (RFC 6901): `/classes/code/share` → classes, code, share. */
export function stepsOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** What stands at a place; undefined where there is none. */
export function valueAt(tree: unknown, pointer: string): unknown {
  let at = tree
  for (const step of stepsOf(pointer)) {
    if (typeof at !== 'object' || at === null) return undefined
    at = (at as Readonly<Record<string, unknown>>)[step]
  }
  return at
}

/** The tree with another value at a place. What is not on the way to it is the same as before. */
export function withValueAt<Tree>(tree: Tree, pointer: string, value: unknown): Tree {
  return put(tree, stepsOf(pointer), value) as Tree
}

function put(tree: unknown, steps: readonly string[], value: unknown): unknown {
  const [step, ...rest] = steps
  if (step === undefined) return value
  if (Array.isArray(tree)) return tree.with(Number(step), put(tree[Number(step)], rest, value))
  const whole = (typeof tree === 'object' && tree !== null ? tree : {}) as Readonly<Record<string, unknown>>
  return { ...whole, [step]: put(whole[step], rest, value) }
}

/** Whether two values that JSON can write say the same; of an object, whatever the order of its fields. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const names = Object.keys(a)
  if (names.length !== Object.keys(b).length) return false
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>]
  return names.every((name) => name in right && isSame(left[name], right[name]))
}
