import { Button, MultiSelect, NumberInput, Select, TagsInput, TextInput } from '@mantine/core'
import { MESSAGE_CLASSES, type MessageClass, type SmscView } from '@smpp-connect/contracts'
import { IconTrash } from '@tabler/icons-react'
import { useApiKeys } from '../../api/system.ts'
import { useUser } from '../../app/user-context.ts'
import type { FieldErrors } from '../../form/field-errors.ts'
import { INPUT_ORDER } from '../../form/field-input.tsx'
import formClasses from '../../form/form.module.css'
import { RowsEditor } from '../../form/rows-editor.tsx'
import { classLabel } from '../../format/class-words.ts'
import { COUNTRIES } from '../../format/countries.ts'
import { tidyNumber } from '../../format/numbers.ts'
import classes from './routing.module.css'
import type { RuleDraft } from './routing-draft.ts'
import { percent } from './rule-words.ts'

interface RuleFieldsProps {
  readonly rule: RuleDraft
  /** Where the rule stands in the whole: `/rules/0`. */
  readonly at: string
  readonly smscs: readonly SmscView[]
  readonly errors: FieldErrors
  readonly onChange: (patch: Partial<RuleDraft>) => void
  readonly onRemove: () => void
}

/** A rule to be changed: what must hold, and where it goes then. */
export function RuleFields({ rule, at, smscs, errors, onChange, onRemove }: RuleFieldsProps) {
  const { name, to, fallback } = rule
  const smscData = smscs.map((smsc) => ({ value: smsc.id, label: smsc.name }))
  const total = to.reduce((sum, { weight }) => sum + (weight || 0), 0)
  return (
    <div className={classes.ruleBody}>
      <div className={formClasses.fields}>
        <TextInput
          label="Name"
          description="What you call it."
          inputWrapperOrder={INPUT_ORDER}
          value={name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
          error={errors[`${at}/name`]}
        />
      </div>
      <div className={formClasses.part}>
        <h3 className={formClasses.partTitle}>What must hold</h3>
        <p className={formClasses.partLead}>All of it. What is left empty asks nothing.</p>
        <Conditions rule={rule} at={at} errors={errors} onChange={onChange} />
      </div>
      <div className={formClasses.part}>
        <h3 className={formClasses.partTitle}>Where it goes</h3>
        <p className={formClasses.partLead}>
          Several share it by weight. A person’s messages always go the same way, as long as that SMSC is there.
        </p>
        <RowsEditor
          rows={to}
          onChange={(rows) => onChange({ to: rows })}
          noun="SMSC"
          nameOf={({ smscId }) => smscs.find(({ id }) => id === smscId)?.name ?? ''}
          blank={{ smscId: '', weight: 1 }}
          addLabel="Add an SMSC"
          none="No SMSC yet."
          most={20}
          error={errors[`${at}/to`]}
        >
          {(row, change, index) => (
            <>
              <Select
                label="SMSC"
                inputWrapperOrder={INPUT_ORDER}
                data={smscData}
                value={row.smscId === '' ? null : row.smscId}
                onChange={(smscId) => change({ smscId: smscId ?? '' })}
                error={errors[`${at}/to/${index}/smscId`]}
              />
              <NumberInput
                label="Weight"
                description={to.length > 1 && row.weight !== '' ? `${percent(row.weight, total)} of it` : undefined}
                inputWrapperOrder={INPUT_ORDER}
                allowDecimal={false}
                allowNegative={false}
                value={row.weight}
                onChange={(typed) => change({ weight: typeof typed === 'number' ? typed : '' })}
                error={errors[`${at}/to/${index}/weight`]}
              />
            </>
          )}
        </RowsEditor>
        <MultiSelect
          label="In reserve"
          description="While none of the others is able to, the first of these that is takes all. In the order in which you choose them."
          inputWrapperOrder={INPUT_ORDER}
          className={classes.reserve}
          data={smscData.filter(({ value }) => !to.some(({ smscId }) => smscId === value))}
          value={[...fallback]}
          onChange={(ids) => onChange({ fallback: ids })}
          placeholder={fallback.length === 0 ? 'None' : ''}
          error={errors[`${at}/fallback`]}
        />
      </div>
      <div className={classes.ruleFoot}>
        <Button
          variant="subtle"
          color="red"
          size="compact-sm"
          leftSection={<IconTrash size={15} aria-hidden />}
          onClick={onRemove}
        >
          {name === '' ? 'Remove this rule' : `Remove “${name}”`}
        </Button>
      </div>
    </div>
  )
}

type ConditionsProps = Pick<RuleFieldsProps, 'rule' | 'at' | 'errors' | 'onChange'>

function Conditions({ rule, at, errors, onChange }: ConditionsProps) {
  const { when } = rule
  const change = (patch: Partial<RuleDraft['when']>) => onChange({ when: { ...when, ...patch } })
  const { user } = useUser()
  const apiKeys = useApiKeys().data ?? []
  const known = [
    ...apiKeys.map((key) => ({ value: key.id, label: key.name })),
    { value: user.id, label: `${user.name} (you)` },
  ]
  // Somebody else, or a key that was revoked: it is named by its id, and stays until it is taken out.
  const others = when.callers.filter((id) => !known.some(({ value }) => value === id))
  const error = (field: keyof RuleDraft['when']) => errors[`${at}/when/${field}`]
  const shared = { inputWrapperOrder: INPUT_ORDER }
  return (
    <div className={formClasses.fields}>
      <TagsInput
        {...shared}
        label="Destination begins with"
        description="Digits of an international number, each set apart by Enter or a comma."
        placeholder={when.prefixes.length === 0 ? '+4477' : ''}
        value={[...when.prefixes]}
        onChange={(prefixes) => change({ prefixes: prefixes.map(tidyNumber) })}
        splitChars={[',', ';', ' ']}
        error={error('prefixes')}
      />
      <MultiSelect
        {...shared}
        label="Destination is in"
        description="Told by the number, also where countries share a calling code."
        placeholder={when.countries.length === 0 ? 'Any country' : ''}
        data={COUNTRIES}
        searchable
        value={[...when.countries]}
        onChange={(countries) => change({ countries })}
        error={error('countries')}
      />
      <TagsInput
        {...shared}
        label="Sender address is"
        description="A message that names none fits no rule that asks for one."
        placeholder={when.senders.length === 0 ? 'Any' : ''}
        value={[...when.senders]}
        onChange={(senders) => change({ senders })}
        splitChars={[',', ';']}
        error={error('senders')}
      />
      <MultiSelect
        {...shared}
        label="Class is"
        placeholder={when.classes.length === 0 ? 'Any class' : ''}
        data={MESSAGE_CLASSES.map((value) => ({ value, label: classLabel(value) }))}
        value={[...when.classes]}
        onChange={(chosen) => change({ classes: chosen as MessageClass[] })}
        error={error('classes')}
      />
      <MultiSelect
        {...shared}
        label="Sent by"
        description="API keys and people."
        placeholder={when.callers.length === 0 ? 'Anybody' : ''}
        data={[...known, ...others.map((value) => ({ value, label: value }))]}
        value={[...when.callers]}
        onChange={(callers) => change({ callers })}
        error={error('callers')}
      />
    </div>
  )
}
