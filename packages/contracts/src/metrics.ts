import { EDGE_METRICS } from './edge-metrics.ts'
import type { MetricEntry } from './metric-entry.ts'

/** Which metrics a process shows. */
export type MetricTable = Readonly<Partial<Record<MetricName, MetricEntry>>>

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

/** Of every process. */
const PROCESS_METRICS = {
  connect_build_info: { kind: 'gauge', help: 'Always 1; the version is a label.', labels: ['version'] },
} as const satisfies Record<string, MetricEntry>

/** Of `connect up` and `connect manager`. */
const MANAGER_METRICS = {
  connect_accepted_total: { kind: 'counter', help: 'Messages accepted since the start.', labels: ['class'] },
  connect_refused_total: { kind: 'counter', help: 'Messages refused at the API since the start.', labels: ['code'] },
  connect_submit_total: {
    kind: 'counter',
    help: 'How submits ended: a status name (vendor or other for one without), or uncertain, not_sent, unsendable, behind, blocked.',
    labels: ['smsc', 'status'],
  },
  connect_submit_response_seconds: {
    kind: 'histogram',
    help: 'From the request to the answer of the SMSC.',
    labels: ['smsc'],
    buckets: SECONDS,
  },
  connect_receipt_total: { kind: 'counter', help: 'Receipts by what they said.', labels: ['smsc', 'state'] },
  connect_receipt_unmatched_total: { kind: 'counter', help: 'Receipts that matched nothing yet.', labels: ['smsc'] },
  connect_inbound_total: { kind: 'counter', help: 'Texts and parts of texts that came in.', labels: ['smsc'] },
  connect_inbound_refused_total: {
    kind: 'counter',
    help: 'What came in and could not be stored: the SMSC was asked to try later.',
    labels: ['smsc'],
  },
  connect_rerouted_total: {
    kind: 'counter',
    help: 'Messages that waited at an SMSC which was out, and were given to another.',
    labels: ['from', 'to'],
  },
  connect_store_up: { kind: 'gauge', help: '1 when it can store, else 0.', labels: [] },
  connect_store_log_octets: {
    kind: 'gauge',
    help: 'Length of the write-ahead log of the store; it begins anew when all is copied and nobody reads it.',
    labels: [],
  },
  connect_store_log_uncopied_octets: {
    kind: 'gauge',
    help: 'How much of it is not copied to the database yet.',
    labels: [],
  },
  connect_store_log_copy_fails: {
    kind: 'gauge',
    help: '1 while it cannot be copied, else 0: nothing is lost, but it grows until the disk is full.',
    labels: [],
  },
  connect_messages: { kind: 'gauge', help: 'Messages by state.', labels: ['state'] },
  connect_messages_accepted: { kind: 'gauge', help: 'Outbound messages kept.', labels: [] },
  connect_conservation_difference: {
    kind: 'gauge',
    help: 'Accepted less final, waiting and uncertain: always 0, or something is wrong.',
    labels: [],
  },
  connect_perhaps_twice: { kind: 'gauge', help: 'Messages that may have been sent twice.', labels: [] },
  connect_receipts_parked: { kind: 'gauge', help: 'Receipts that match nothing yet.', labels: [] },
  connect_queue_depth: { kind: 'gauge', help: 'Parts that wait.', labels: ['smsc', 'class'] },
  connect_queue_oldest_age_seconds: {
    kind: 'gauge',
    help: 'Age of what waits longest; 0 for nothing.',
    labels: ['smsc'],
  },
  connect_outstanding: { kind: 'gauge', help: 'Parts with the Sender.', labels: ['smsc'] },
  connect_uncertain: { kind: 'gauge', help: 'Parts whose answer was lost.', labels: ['smsc'] },
  connect_held: { kind: 'gauge', help: 'Parts that a person has to decide about.', labels: ['smsc'] },
  connect_bind_state: { kind: 'gauge', help: '1 when the bind stands, else 0.', labels: ['smsc', 'bind'] },
  connect_window_in_use: { kind: 'gauge', help: 'Requests unanswered.', labels: ['smsc', 'bind'] },
  connect_stalled: { kind: 'gauge', help: '1 where nothing moves although something should.', labels: ['smsc'] },
  connect_link_up: { kind: 'gauge', help: '1 when that edge is linked, else 0.', labels: ['edge'] },
  connect_link_stale: {
    kind: 'gauge',
    help: 'Definitions that the edge has not confirmed in their newest version.',
    labels: ['edge'],
  },
} as const satisfies Record<string, MetricEntry>

/** Every metric. The reference page and what is shown are held to it by tests. */
export const METRICS = { ...PROCESS_METRICS, ...MANAGER_METRICS, ...EDGE_METRICS } as const
export type MetricName = keyof typeof METRICS
/** What `connect manager` shows: it holds no bind. */
export const INSIDE_METRICS: MetricTable = { ...PROCESS_METRICS, ...MANAGER_METRICS }
/** What a process outside shows: `connect edge`, `connect sender`, `connect receiver`. */
export const OUTSIDE_METRICS: MetricTable = { ...PROCESS_METRICS, ...EDGE_METRICS }
