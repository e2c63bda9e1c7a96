import type { MetricEntry } from './metric-entry.ts'

/**
 * Of what holds binds: `connect edge`, `connect sender` and `connect receiver` on their own page; `connect up` too, where
 * the link is a function call and has no figures. They are read when the page is asked for.
 */
export const EDGE_METRICS = {
  connect_edge_ready: {
    kind: 'gauge',
    help: '1 when /readyz says yes: linked, and every bind that it is to hold stands. Else 0.',
    labels: [],
  },
  connect_edge_link_up: { kind: 'gauge', help: '1 while it is linked with a manager, else 0.', labels: [] },
  connect_edge_link_state_seconds: { kind: 'gauge', help: 'How long the link has been up, or down.', labels: [] },
  connect_edge_link_losses_total: { kind: 'counter', help: 'How often a link that was up was lost.', labels: [] },
  connect_edge_link_round_trip_seconds: {
    kind: 'gauge',
    help: 'From the last question to the manager (which seats it has, each second) to the answer.',
    labels: [],
  },
  connect_edge_unheard_seconds: {
    kind: 'gauge',
    help: 'How long submits have waited because the manager is not heard; 0 while they go on, or there is nothing to submit.',
    labels: [],
  },
  connect_edge_paused_seconds_total: {
    kind: 'counter',
    help: 'How long submits have waited for the manager to be heard, in all: a round trip after a quiet time, more where the link stalls.',
    labels: [],
  },
  connect_edge_answers_waiting: {
    kind: 'gauge',
    help: 'Answers of SMSCs that the manager has not made durable yet: they exist nowhere else.',
    labels: [],
  },
  connect_edge_inbound_waiting: {
    kind: 'gauge',
    help: 'Texts and receipts that wait for the manager, and the SMSC for its OK.',
    labels: [],
  },
  connect_edge_certificate_end_timestamp_seconds: {
    kind: 'gauge',
    help: 'When its certificate ends (Unix time). It renews itself with a third of its 90 days left.',
    labels: [],
  },
  connect_edge_definitions: { kind: 'gauge', help: 'SMSC definitions that it carries out.', labels: [] },
  connect_edge_definition_version: { kind: 'gauge', help: 'Version that it carries out.', labels: ['smsc'] },
  connect_edge_definitions_stale_seconds: {
    kind: 'gauge',
    help: 'How long its definitions may have been older than those of the manager: 0 while they are those of today.',
    labels: [],
  },
  connect_edge_seat: {
    kind: 'gauge',
    help: '1 for each type of bind that it has the right to.',
    labels: ['smsc', 'type'],
  },
  connect_edge_bind_up: { kind: 'gauge', help: '1 when the bind stands, else 0.', labels: ['smsc', 'bind'] },
  connect_edge_bind_state_seconds: {
    kind: 'gauge',
    help: 'How long the bind has been as it is.',
    labels: ['smsc', 'bind'],
  },
  connect_edge_bind_total: {
    kind: 'counter',
    help: 'What came of binding: bound, refused by the SMSC, failed (no connection, no answer), lost (it stood).',
    labels: ['smsc', 'bind', 'result'],
  },
  connect_edge_waiting: { kind: 'gauge', help: 'Parts that are here and have not left.', labels: ['smsc'] },
  connect_edge_outstanding: { kind: 'gauge', help: 'Requests that the SMSC has not answered.', labels: ['smsc'] },
  connect_edge_window: {
    kind: 'gauge',
    help: 'Requests that may be unanswered, over all binds that carry submits.',
    labels: ['smsc'],
  },
  connect_edge_credit: { kind: 'gauge', help: 'Parts that the manager may still hand over.', labels: ['smsc'] },
  connect_edge_pace_per_second: {
    kind: 'gauge',
    help: 'Parts a second that it sends at most; absent where nothing limits it.',
    labels: ['smsc'],
  },
  connect_edge_slowed: { kind: 'gauge', help: '1 while the SMSC has asked for less, else 0.', labels: ['smsc'] },
  connect_edge_round_trip_seconds: {
    kind: 'gauge',
    help: 'Median of the last answers to submits.',
    labels: ['smsc', 'bind'],
  },
  connect_edge_submit_total: {
    kind: 'counter',
    help: 'How parts ended here: ok, throttled, temporary, refused, uncertain, late, not_sent, unsendable, behind, blocked.',
    labels: ['smsc', 'outcome'],
  },
  connect_edge_inbound_total: {
    kind: 'counter',
    help: 'What came in, by what it said it was (receipt, text): taken, or refused for now because it could not be stored.',
    labels: ['smsc', 'kind', 'verdict'],
  },
} as const satisfies Record<string, MetricEntry>
