/** What a field may hold. A number that was cleared is an empty text until it is written again. */
export type FieldValue = string | number | boolean | null | readonly string[]

export interface Choice {
  readonly value: string
  readonly label: string
}

interface FieldBase<Name extends string> {
  /** The JSON pointer of its value in the whole. */
  readonly name: Name
  readonly label: string
  /** What it means to somebody with a provider's account sheet in hand. */
  readonly help: string
  readonly wide?: true
}

/** How a value is asked for. */
export type FieldSpec<Name extends string = string> = FieldBase<Name> &
  (
    | { readonly kind: 'text' | 'password'; readonly placeholder?: string }
    | {
        readonly kind: 'number'
        readonly unit?: string
        readonly decimal?: true
        /** Shown while nothing is written; the value is null then. */
        readonly empty?: string
      }
    | { readonly kind: 'switch' }
    | { readonly kind: 'choice'; readonly options: readonly Choice[] }
    /** A list of words in an order that means something. */
    | { readonly kind: 'names'; readonly empty: string }
    | { readonly kind: 'several'; readonly options: readonly Choice[]; readonly empty: string }
  )

export function choices<Value extends string>(words: Readonly<Record<Value, string>>): readonly Choice[] {
  return Object.entries<string>(words).map(([value, label]) => ({ value, label }))
}
