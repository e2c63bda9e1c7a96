import { ScrollArea, Table } from '@mantine/core'
import type { PartView } from '@smpp-connect/contracts'
import { Moment } from '../../ui/moment.tsx'
import { Card } from '../../ui/page.tsx'
import { StateTag } from '../../ui/state-tag.tsx'
import classes from './message-page.module.css'

/** Each short message that the text was cut into. */
export function PartsTable({ parts }: { readonly parts: readonly PartView[] }) {
  return (
    <Card
      title={parts.length === 1 ? 'The part' : `The ${parts.length} parts`}
      lead="One part is one SMPP request."
      flush
    >
      <ScrollArea viewportProps={{ tabIndex: 0, 'aria-label': 'Parts', role: 'region' }}>
        <Table verticalSpacing="sm" horizontalSpacing="md" className={classes.parts} miw={760}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Part</Table.Th>
              <Table.Th scope="col">State</Table.Th>
              <Table.Th scope="col">Attempts</Table.Th>
              <Table.Th scope="col">Sent</Table.Th>
              <Table.Th scope="col">Answer</Table.Th>
              <Table.Th scope="col">Receipt</Table.Th>
              <Table.Th scope="col">Id at the SMSC</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {parts.map((part) => (
              <Table.Tr key={part.number}>
                <Table.Td>{part.number}</Table.Td>
                <Table.Td>
                  <StateTag state={part.state} />
                  {part.mayBeDuplicate ? <div className={classes.warn}>may be duplicate</div> : null}
                </Table.Td>
                <Table.Td>{part.attempts}</Table.Td>
                <Table.Td>
                  <Time at={part.sentAt} />
                </Table.Td>
                <Table.Td>
                  <Time at={part.answeredAt} />
                  {part.status ? <div className={classes.code}>{part.status}</div> : null}
                </Table.Td>
                <Table.Td>
                  <Time at={part.receiptAt} />
                  {part.receiptError && !/^0+$/.test(part.receiptError) ? (
                    <div className={classes.code}>err {part.receiptError}</div>
                  ) : null}
                  {part.receiptErrorMeaning ? <div className={classes.meaning}>{part.receiptErrorMeaning}</div> : null}
                </Table.Td>
                <Table.Td className={classes.code}>{part.smscMessageId ?? '–'}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea>
    </Card>
  )
}

function Time({ at }: { readonly at: string | null }) {
  return at === null ? '–' : <Moment at={at} as="precise" />
}
