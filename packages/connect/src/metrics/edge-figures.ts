import type { MetricName } from '@smpp-connect/contracts'
import type { Edge, Hearing, SeatKeeper, SmscFigures } from '@smpp-connect/edge'
import type { Clock } from '@smpp-connect/kernel'
import type { EdgeLink } from '@smpp-connect/link'
import type { PrometheusMetrics } from './prometheus.ts'

/** Shows how an edge stands with its SMSCs. All of it is kept there and read when the page is asked for. */
export function showEdge(metrics: PrometheusMetrics, edge: Pick<Edge, 'figures'>, clock: Clock): void {
  metrics.onCollect(OF_THE_SMSCS, () => {
    const { figures } = edge
    metrics.gauge('connect_edge_definitions', figures.length)
    for (const smsc of figures) {
      showBinds(metrics, smsc, clock.nowMs())
      showSender(metrics, smsc)
      showInbound(metrics, smsc)
    }
  })
}

export interface OutsideParts {
  readonly link: Pick<EdgeLink, 'figures'>
  readonly seats: Pick<SeatKeeper, 'held' | 'roundTripMs'>
  readonly hearing: Pick<Hearing, 'figures'>
  readonly isReady: () => boolean
  /** Wall clock. */
  readonly certificateEndsMs: () => number
  readonly clock: Clock
}

/** Shows what an edge in a process of its own has besides: its link, its seats and its certificate. */
export function showOutside(metrics: PrometheusMetrics, parts: OutsideParts): void {
  metrics.onCollect(OF_THE_LINK, () => {
    const { link, seats, hearing, clock } = parts
    const nowMs = clock.nowMs()
    const { state, losses, answersWaiting, inboundWaiting, staleSinceMs } = link.figures
    metrics.gauge('connect_edge_ready', Number(parts.isReady()))
    metrics.gauge('connect_edge_link_up', Number(state.kind === 'up'))
    metrics.gauge('connect_edge_link_state_seconds', seconds(nowMs - state.sinceMs))
    metrics.count('connect_edge_link_losses_total', {}, losses)
    if (seats.roundTripMs !== null) {
      metrics.gauge('connect_edge_link_round_trip_seconds', seconds(seats.roundTripMs))
    }
    const { unheardMs, pausedMs } = hearing.figures
    metrics.gauge('connect_edge_unheard_seconds', seconds(unheardMs))
    metrics.count('connect_edge_paused_seconds_total', {}, seconds(pausedMs))
    metrics.gauge('connect_edge_answers_waiting', answersWaiting)
    metrics.gauge('connect_edge_inbound_waiting', inboundWaiting)
    metrics.gauge('connect_edge_certificate_end_timestamp_seconds', parts.certificateEndsMs() / 1_000)
    const staleMs = staleSinceMs === undefined ? 0 : nowMs - staleSinceMs
    metrics.gauge('connect_edge_definitions_stale_seconds', seconds(staleMs))
    for (const { smscId, bindType } of seats.held) {
      metrics.gauge('connect_edge_seat', 1, { smsc: smscId, type: bindType })
    }
  })
}

const OF_THE_SMSCS: readonly MetricName[] = [
  'connect_edge_definitions',
  'connect_edge_definition_version',
  'connect_edge_bind_up',
  'connect_edge_bind_state_seconds',
  'connect_edge_bind_total',
  'connect_edge_waiting',
  'connect_edge_outstanding',
  'connect_edge_window',
  'connect_edge_credit',
  'connect_edge_pace_per_second',
  'connect_edge_slowed',
  'connect_edge_round_trip_seconds',
  'connect_edge_submit_total',
  'connect_edge_inbound_total',
]

const OF_THE_LINK: readonly MetricName[] = [
  'connect_edge_ready',
  'connect_edge_link_up',
  'connect_edge_link_state_seconds',
  'connect_edge_link_losses_total',
  'connect_edge_link_round_trip_seconds',
  'connect_edge_unheard_seconds',
  'connect_edge_paused_seconds_total',
  'connect_edge_answers_waiting',
  'connect_edge_inbound_waiting',
  'connect_edge_certificate_end_timestamp_seconds',
  'connect_edge_definitions_stale_seconds',
  'connect_edge_seat',
]

function showBinds(metrics: PrometheusMetrics, figures: SmscFigures, nowMs: number): void {
  const { smscId: smsc, version, binds, bindCounts } = figures
  metrics.gauge('connect_edge_definition_version', version, { smsc })
  for (const { name: bind, status, sinceMs, roundTripMs } of binds) {
    metrics.gauge('connect_edge_bind_up', Number(status === 'bound'), { smsc, bind })
    if (sinceMs !== null) metrics.gauge('connect_edge_bind_state_seconds', seconds(nowMs - sinceMs), { smsc, bind })
    if (roundTripMs !== null) metrics.gauge('connect_edge_round_trip_seconds', seconds(roundTripMs), { smsc, bind })
  }
  for (const [bind, counts] of bindCounts) {
    for (const [result, count] of counts) metrics.count('connect_edge_bind_total', { smsc, bind, result }, count)
  }
}

function showSender(metrics: PrometheusMetrics, { smscId: smsc, sender }: SmscFigures): void {
  metrics.gauge('connect_edge_waiting', sender.waiting, { smsc })
  metrics.gauge('connect_edge_outstanding', sender.outstanding, { smsc })
  metrics.gauge('connect_edge_window', sender.windowSum, { smsc })
  metrics.gauge('connect_edge_credit', sender.credit, { smsc })
  metrics.gauge('connect_edge_slowed', Number(sender.isSlowed), { smsc })
  if (Number.isFinite(sender.perSecond)) metrics.gauge('connect_edge_pace_per_second', sender.perSecond, { smsc })
  for (const [outcome, count] of sender.ended) metrics.count('connect_edge_submit_total', { smsc, outcome }, count)
}

function showInbound(metrics: PrometheusMetrics, { smscId: smsc, inbound }: SmscFigures): void {
  for (const [kind, verdicts] of Object.entries(inbound)) {
    for (const [verdict, count] of Object.entries(verdicts)) {
      metrics.count('connect_edge_inbound_total', { smsc, kind, verdict }, count)
    }
  }
}

function seconds(ms: number): number {
  return Math.max(0, ms) / 1_000
}
