// The frames of the contract, for tests that stand in the middle of a link.
export { decodeFrame, encodeFrame, type FrameKind } from './frame.ts'
export { FrameSplitter, joinFrames } from './framing.ts'
export type { Frame } from './link.generated.ts'
