/** What Node is started with for Connect. */
export const ENGINE_FLAGS: readonly string[]
