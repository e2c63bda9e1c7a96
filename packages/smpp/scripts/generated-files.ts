import { renderDecoders, renderEncoders, renderTlvSetters } from './render-fast.ts'
import { renderModel } from './render-model.ts'
import { renderSupport } from './render-support.ts'

/** Every generated file of the package, and what makes its text. */
export const GENERATED: Readonly<Record<string, () => string>> = {
  'src/codec/model/pdus.generated.ts': renderModel,
  'src/codec/fast/decoders.generated.ts': renderDecoders,
  'src/codec/fast/encoders.generated.ts': renderEncoders,
  'src/codec/fast/tlv-setters.generated.ts': renderTlvSetters,
  'PDU-SUPPORT.md': renderSupport,
}
