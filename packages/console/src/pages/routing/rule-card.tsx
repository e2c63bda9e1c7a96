import { Button, Switch } from '@mantine/core'
import type { RoutingView, SmscView } from '@smpp-connect/contracts'
import { IconChevronDown } from '@tabler/icons-react'
import { useId, useState } from 'react'
import { sentence } from '../../api/problem.ts'
import { useCallerNames } from '../../app/caller-names.ts'
import { type FieldErrors, isWrongBelow } from '../../form/field-errors.ts'
import { MoveButtons } from '../../form/move-buttons.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ToneTag } from '../../ui/state-tag.tsx'
import classes from './routing.module.css'
import type { RuleDraft } from './routing-draft.ts'
import { RuleFields } from './rule-fields.tsx'
import { conditionWords, targetWords } from './rule-words.ts'

interface RuleCardProps {
  readonly rule: RuleDraft
  readonly index: number
  readonly count: number
  readonly smscs: readonly SmscView[]
  readonly errors: FieldErrors
  readonly warnings: RoutingView['warnings']
  readonly onChange: (patch: Partial<RuleDraft>) => void
  readonly onMove: (by: -1 | 1) => void
  readonly onRemove: () => void
}

/** A rule in a sentence, which opens to be changed. */
export function RuleCard(props: RuleCardProps) {
  const { rule, index, count, smscs, errors, warnings, onChange, onMove, onRemove } = props
  const at = `/rules/${index}`
  // A new rule has no name yet, and is there to be written.
  const [wanted, setWanted] = useState(rule.name === '')
  const open = wanted || isWrongBelow(errors, at)
  const id = useId()
  const callerName = useCallerNames()
  const smscName = (smscId: string) => smscs.find((smsc) => smsc.id === smscId)?.name ?? smscId
  const name = rule.name || `Rule ${index + 1}`
  return (
    <li className={classes.rule} data-off={!rule.enabled}>
      <div className={classes.ruleHead}>
        <span className={classes.place} aria-hidden="true">
          {index + 1}
        </span>
        <div className={classes.ruleWords}>
          <h2 className={classes.ruleName}>
            {name}
            {rule.enabled ? null : (
              <span className={classes.off}>
                <ToneTag tone="wait">Switched off</ToneTag>
              </span>
            )}
          </h2>
          <p>
            {sentence(conditionWords(rule, callerName))} <span aria-hidden="true">→</span>{' '}
            <b>{targetWords(rule, smscName)}</b>
          </p>
        </div>
        <div className={classes.ruleActions}>
          <Switch
            aria-label={`${name} holds`}
            checked={rule.enabled}
            onChange={(event) => onChange({ enabled: event.currentTarget.checked })}
          />
          <MoveButtons what={`“${name}”`} index={index} count={count} onMove={onMove} />
          <Button
            size="xs"
            variant="default"
            aria-expanded={open}
            aria-controls={id}
            aria-label={`Edit “${name}”`}
            rightSection={<IconChevronDown size={15} className={classes.chevron} data-open={open} aria-hidden />}
            onClick={() => setWanted(!open)}
          >
            Edit
          </Button>
        </div>
      </div>
      {warnings
        .filter(({ pointer }) => pointer === at || pointer.startsWith(`${at}/`))
        .map(({ pointer, detail }) => (
          <Notice key={pointer} tone="warn" title="Most likely not meant">
            {sentence(detail)}.
          </Notice>
        ))}
      <div id={id} hidden={!open}>
        {open ? (
          <RuleFields rule={rule} at={at} smscs={smscs} errors={errors} onChange={onChange} onRemove={onRemove} />
        ) : null}
      </div>
    </li>
  )
}
