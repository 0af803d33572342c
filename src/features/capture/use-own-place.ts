import { watch } from 'vue'
import { useContainer, useWorkplace } from '@/container'
import { chinaDay, type Day } from '@/domain/day'
import type { Payload } from '@/domain/document'
import { noPosition, type RecordPosition } from '@/domain/header'
import type { DocumentId } from '@/domain/id'
import { startDay } from '@/domain/listed-record'
import { freshFix } from '@/fields/position/fresh-fix'
import { fromFix } from '@/fields/position/position-value'

/** A record begun longer ago than this, in milliseconds, may lie elsewhere than the phone. */
const justNow = 10 * 60_000
const key = 'own-places'
/** Of so many records this device remembers that it placed them by itself. */
const most = 50

/** A position that nobody asked for, and the day that it was taken on. */
interface OwnPlace extends Pick<RecordPosition, 'lng' | 'lat'> {
  readonly id: DocumentId
  readonly day: Day
}

interface Parts {
  readonly payload: () => Payload
  /** It was filled in before. */
  readonly reopened: boolean
  readonly place: (position: RecordPosition) => void
  /** Told when a position was taken out again. */
  readonly cleared: () => void
}

export const isUnplaced = ({ lng, no_fix_reason }: RecordPosition): boolean => lng === null && no_fix_reason === ''

/**
 * Places a record where the phone is, when it is begun just now, of today, and location was granted before: whoever opens one
 * later is elsewhere. Told to be of another day, the record loses such a position again, but none that somebody asked for.
 */
export function useOwnPlace({ payload, reopened, place, cleared }: Parts): void {
  const { geolocation, clock } = useContainer()
  const { local } = useWorkplace()
  let own: OwnPlace | undefined

  const today = () => chinaDay(new Date(clock.now()))
  const isHere = () => {
    const { header, created_at, revision } = payload()
    const age = clock.now() - Date.parse(created_at)
    return !reopened && revision === 0 && age >= 0 && age < justNow && startDay(header) === today() && isUnplaced(header.position)
  }

  async function placeHere(): Promise<void> {
    const found = await freshFix(geolocation)
    if (!found || !isHere()) return
    const position = fromFix(found)
    const mine: OwnPlace = { id: payload().id, lng: position.lng, lat: position.lat, day: today() }
    own = mine
    place(position)
    await local.preferences.update<readonly OwnPlace[]>(key, (known = []) => [mine, ...known.filter(({ id }) => id !== mine.id)].slice(0, most))
  }
  if (isHere()) void placeHere()

  watch(() => startDay(payload().header), async (day) => {
    const { id } = payload()
    own ??= (await local.preferences.get<readonly OwnPlace[]>(key))?.find((each) => each.id === id)
    const { header: { position } } = payload()
    if (!own || day === null || day === own.day || position.lng !== own.lng || position.lat !== own.lat) return
    place(noPosition)
    cleared()
  })
}
