export * from './codec/index.ts'
export * from './text/index.ts'
