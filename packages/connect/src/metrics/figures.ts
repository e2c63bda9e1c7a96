import {
  type Counts,
  type EdgeOverview,
  MESSAGE_CLASSES,
  type SmscView,
  type WriteAheadLogView,
} from '@smpp-connect/contracts'
import type { Clock } from '@smpp-connect/kernel'
import type { UseCases } from '@smpp-connect/manager'
import type { PrometheusMetrics } from './prometheus.ts'

/** Shows what the manager knows as gauges, read anew at each scrape: the same figures as in the API and the console. */
export function showFigures(metrics: PrometheusMetrics, useCases: UseCases, clock: Clock): void {
  metrics.onCollect(
    [
      'connect_store_up',
      'connect_store_log_octets',
      'connect_store_log_uncopied_octets',
      'connect_store_log_copy_fails',
      'connect_messages',
      'connect_messages_accepted',
      'connect_conservation_difference',
      'connect_perhaps_twice',
      'connect_receipts_parked',
      'connect_queue_depth',
      'connect_queue_oldest_age_seconds',
      'connect_outstanding',
      'connect_uncertain',
      'connect_held',
      'connect_bind_state',
      'connect_window_in_use',
      'connect_stalled',
      'connect_link_up',
      'connect_link_stale',
    ],
    async () => {
      // A full disk reads well.
      const isShown = await showStored(metrics, useCases, clock)
      metrics.gauge('connect_store_up', Number(isShown && (await useCases.storeTrouble()) === undefined))
      showLog(metrics, useCases.writeAheadLog())
      for (const edge of useCases.edges()) showLink(metrics, edge)
    },
  )
}

/** What stands in the store. False: it cannot be asked, and the rest of the page is worth having all the same. */
async function showStored(metrics: PrometheusMetrics, useCases: UseCases, clock: Clock): Promise<boolean> {
  try {
    const [counts, smscs] = await Promise.all([useCases.counts(), useCases.smscs()])
    showCounts(metrics, counts)
    const stalled = new Set<string>(useCases.stalls().map(({ smscId }) => smscId))
    for (const smsc of smscs) showSmsc(metrics, smsc, stalled.has(smsc.id), clock.nowMs())
    return true
  } catch {
    return false
  }
}

/** All 0 where nothing can be told. */
function showLog(metrics: PrometheusMetrics, log: WriteAheadLogView | null): void {
  if (!log) return
  metrics.gauge('connect_store_log_octets', log.octets)
  metrics.gauge('connect_store_log_uncopied_octets', log.uncopiedOctets)
  metrics.gauge('connect_store_log_copy_fails', Number(log.trouble !== null))
}

function showCounts(metrics: PrometheusMetrics, counts: Counts): void {
  for (const [state, count] of Object.entries(counts.byState)) metrics.gauge('connect_messages', count ?? 0, { state })
  metrics.gauge('connect_messages_accepted', counts.accepted)
  const { accepted, final, waiting, uncertain } = counts
  metrics.gauge('connect_conservation_difference', accepted - final - waiting - uncertain)
  metrics.gauge('connect_perhaps_twice', counts.mayBeDuplicate)
  metrics.gauge('connect_receipts_parked', counts.receiptsParked)
}

function showLink(metrics: PrometheusMetrics, { id: edge, up, definitions }: EdgeOverview): void {
  metrics.gauge('connect_link_up', Number(up), { edge })
  const stale = definitions.filter(({ version, applied }) => applied !== version)
  metrics.gauge('connect_link_stale', stale.length, { edge })
}

function showSmsc(metrics: PrometheusMetrics, view: SmscView, isStalled: boolean, nowMs: number): void {
  const smsc = view.id
  for (const one of MESSAGE_CLASSES) {
    metrics.gauge('connect_queue_depth', view.waitingByClass[one] ?? 0, { smsc, class: one })
  }
  const ageMs = view.oldestWaitingAt === null ? 0 : Math.max(0, nowMs - Date.parse(view.oldestWaitingAt))
  metrics.gauge('connect_queue_oldest_age_seconds', ageMs / 1_000, { smsc })
  metrics.gauge('connect_outstanding', view.outstanding, { smsc })
  metrics.gauge('connect_uncertain', view.uncertain, { smsc })
  metrics.gauge('connect_held', view.held, { smsc })
  metrics.gauge('connect_stalled', Number(isStalled), { smsc })
  for (const { bindType, number, status, windowInUse } of view.binds) {
    const bind = `${bindType}-${number}`
    metrics.gauge('connect_bind_state', Number(status === 'bound'), { smsc, bind })
    metrics.gauge('connect_window_in_use', windowInUse, { smsc, bind })
  }
}
