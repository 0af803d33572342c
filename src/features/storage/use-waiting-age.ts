import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { useContainer, useWorkplace, type Workplace } from '@/container'
import { longWaiting, lookAgain, type WaitingLog, type WaitingRecord } from '@/domain/waiting-age'
import { useDelivery } from '../history/use-delivery'

const key = 'waiting-age'
const regular = 300_000
/** While a round runs every record and picture is news. */
const rest = 500

/** Records with something to send, and those of which pictures that lie here are to be sent; none that was refused. */
async function waitingOf({ outbox, photoQueue, records }: Workplace['local']): Promise<readonly WaitingRecord[]> {
  const [texts, pictures] = await Promise.all([outbox.due(), photoQueue.due(Number.POSITIVE_INFINITY)])
  const views = await records.several([...new Set([...texts, ...pictures.map(({ document_id }) => document_id)])])
  return views.map(({ record }) => ({ id: record.payload.id, touched: record.touched, base: record.acknowledged ?? '' }))
}

/** What has waited for too long to be sent, live. Its log is kept on the device, so that a wrong clock does not undo it. */
export function useWaitingAge() {
  const { clock } = useContainer()
  const { local } = useWorkplace()
  const delivery = useDelivery()
  const log = shallowRef<WaitingLog | null>(null)
  let read = performance.now()
  let looking: Promise<void> = Promise.resolve()

  async function lookNow(): Promise<void> {
    const [before, waiting] = await Promise.all([local.preferences.get<WaitingLog>(key), waitingOf(local)])
    const counted = performance.now() - read
    read += counted
    // On a full disk the log of the screen must do.
    const next = lookAgain(log.value ?? before, waiting, clock.now(), counted)
    log.value = next
    if (waiting.length > 0 || Object.keys(before?.ages ?? {}).length > 0)
      await local.preferences.set(key, next).catch(() => local.events.note('waiting age not kept', '', clock.now()).catch(() => undefined))
  }
  /** A store that cannot be read now, closed by the system or for another person, is looked at the next time. */
  const look = () => (looking = looking.then(lookNow).catch(() => undefined))

  let timer: ReturnType<typeof setTimeout> | undefined
  watch(delivery, (now) => {
    if (!now) return
    clearTimeout(timer)
    timer = setTimeout(() => void look(), rest)
  }, { immediate: true })
  const repeat = setInterval(() => void look(), regular)
  const shown = () => {
    if (document.visibilityState === 'visible') void look()
  }
  document.addEventListener('visibilitychange', shown)
  onScopeDispose(() => {
    clearTimeout(timer)
    clearInterval(repeat)
    document.removeEventListener('visibilitychange', shown)
  })
  return { long: computed(() => log.value && longWaiting(log.value)), look }
}
