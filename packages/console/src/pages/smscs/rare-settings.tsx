import type { ReactNode } from 'react'
import { type FieldErrors, isWrongBelow } from '../../form/field-errors.ts'
import type { FieldSpec } from '../../form/field-spec.ts'
import formClasses from '../../form/form.module.css'
import { isSame, valueAt } from '../../form/pointer.ts'
import { TlvValuesEditor } from '../../form/tlv-values-editor.tsx'
import { counted } from '../../format/numbers.ts'
import { FoldCard } from '../../ui/fold-card.tsx'
import { ReceiptMeanings } from './receipt-meanings.tsx'
import { NEW_SMSC, SMSC_PLACES, type SmscDraft, type SmscPlace } from './smsc-draft.ts'
import { DEFAULT_GROUPS, ID_FORM_FIELD, ID_FORM_LABELS } from './smsc-fields.ts'
import { declarationsOf } from './smsc-rows.ts'
import { StatusRules } from './status-rules.tsx'
import { TlvDeclarations } from './tlv-declarations.tsx'

interface RareSettingsProps {
  readonly draft: SmscDraft
  readonly errors: FieldErrors
  readonly idFormLearned: SmscDraft['idForm'] | null
  readonly grid: (specs: readonly FieldSpec<SmscPlace>[]) => ReactNode
  readonly onChange: (place: SmscPlace, value: unknown) => void
}

/** What most definitions leave as it is, folded, with a word about what is set in each. */
export function RareSettings({ draft, errors, idFormLearned, grid, onChange }: RareSettingsProps) {
  return (
    <>
      <FoldCard
        title="Provider’s TLVs"
        lead="Optional parameters of the provider’s own. What is declared here can be set on a message by its name, and is shown by it."
        summary={draft.tlvs.length === 0 ? 'None' : draft.tlvs.map(({ name }) => name || '…').join(', ')}
        mustOpen={isWrongBelow(errors, '/tlvs')}
      >
        <TlvDeclarations rows={draft.tlvs} errors={errors} onChange={(rows) => onChange('/tlvs', rows)} />
      </FoldCard>
      <FoldCard
        title="Message defaults"
        lead="SMPP options of messages that do not set them. Each can be set on a single message too."
        summary={defaultsWords(draft)}
        mustOpen={isWrongBelow(errors, '/defaults')}
      >
        {DEFAULT_GROUPS.map(({ title, fields }) => (
          <div key={title} className={formClasses.part}>
            <h3 className={formClasses.partTitle}>{title}</h3>
            <p className={formClasses.partLead} />
            {grid(fields)}
          </div>
        ))}
        <div className={formClasses.part}>
          <h3 className={formClasses.partTitle}>TLVs of every message</h3>
          <p className={formClasses.partLead}>Sent along unless the message sets the same one.</p>
          <TlvValuesEditor
            rows={draft.defaults.tlvs}
            declared={declarationsOf(draft.tlvs)}
            errors={errors}
            at="/defaults/tlvs"
            none="None."
            onChange={(rows) => onChange('/defaults/tlvs', rows)}
          />
        </div>
      </FoldCard>
      <FoldCard
        title="Refusals"
        lead="What to do about a status, where this provider means something else by it than the specification."
        summary={
          draft.statusRules.length === 0 ? 'As the specification suggests' : counted(draft.statusRules.length, 'rule')
        }
        mustOpen={isWrongBelow(errors, '/statusRules')}
      >
        <StatusRules
          rows={draft.statusRules}
          errors={errors}
          maxAttempts={draft.maxAttempts}
          onChange={(rows) => onChange('/statusRules', rows)}
        />
      </FoldCard>
      <FoldCard
        title="Receipts"
        lead="How receipts are matched and read."
        summary={receiptWords(draft, idFormLearned)}
        mustOpen={isWrongBelow(errors, '/idForm') || isWrongBelow(errors, '/receiptErrors')}
      >
        <div className={formClasses.part}>
          {grid([ID_FORM_FIELD])}
          {draft.idForm === 'learn' ? <p className={formClasses.rowWords}>{learnedWords(idFormLearned)}</p> : null}
        </div>
        <div className={formClasses.part}>
          <h3 className={formClasses.partTitle}>Error codes</h3>
          <p className={formClasses.partLead}>
            What the provider’s codes (err, network_error_code) mean. A message shows the meaning beside the code.
          </p>
          <ReceiptMeanings
            rows={draft.receiptErrors}
            errors={errors}
            onChange={(rows) => onChange('/receiptErrors', rows)}
          />
        </div>
      </FoldCard>
    </>
  )
}

function defaultsWords(draft: SmscDraft): string {
  const set = SMSC_PLACES.filter(
    (place) => place.startsWith('/defaults/') && !isSame(valueAt(draft, place), valueAt(NEW_SMSC, place)),
  ).length
  return set === 0 ? 'As usual' : `${counted(set, 'option')} set`
}

function receiptWords({ idForm, receiptErrors }: SmscDraft, learned: SmscDraft['idForm'] | null): string {
  const ids = idForm === 'learn' ? (learned === null ? 'Ids: not learned yet' : 'Ids: learned') : 'Ids: set'
  return receiptErrors.length === 0 ? ids : `${ids}, ${counted(receiptErrors.length, 'error code')}`
}

/** What is known of the ids, where that is left to be learned. */
export function learnedWords(learned: SmscDraft['idForm'] | null): string {
  return learned === null
    ? 'Nothing learned yet: no receipt has matched so far.'
    : `Learned: ${ID_FORM_LABELS[learned].toLowerCase()}.`
}
