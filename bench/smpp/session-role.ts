/** What a bench process can be: one end of connections over which submit_sm and their answers pass. */
export interface Role {
  /** Listens; resolves with the port. */
  serve(): Promise<number>
  /** Connects, binds where that is part of it, and keeps `window` requests unanswered; `answered` counts the answers. */
  drive(port: number, window: number): Promise<Load>
}

/** A load that is running. */
export interface Load {
  readonly answered: () => number
}

/** What a process is started with. */
export type Start =
  | { readonly kind: 'serve'; readonly by: string }
  | {
      readonly kind: 'drive'
      readonly by: string
      readonly port: number
      readonly window: number
      readonly connections: number
      readonly warmMs: number
      readonly measureMs: number
    }

/** What a process reports. */
export type Report =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'measuring' }
  | { readonly kind: 'measured'; readonly answered: number; readonly seconds: number; readonly cpuSeconds: number }
