// How Node is started for Connect. Plain JavaScript for Node 20.

/**
 * One helper thread for the engine instead of four: on few cores the four take them from the threads that do the work, which
 * made 4 to 9 % fewer texts (bench/engine). It can only be said where a process is started; deploy/ says it, too.
 */
export const ENGINE_FLAGS = ['--v8-pool-size=1']
