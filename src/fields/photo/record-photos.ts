import { computed, inject, provide, ref, type InjectionKey, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useContainer } from '@/container'
import type { Sha256 } from '@/domain/id'
import { mostPhotos, type PhotoEntry, type PhotoOrigin } from '@/domain/photo'
import type { Fix } from '@/domain/place'
import { stampLines } from '@/domain/stamp'
import { useToast } from '@/ui/toast'
import { makeEntry, undescribed, type Described } from './make-entry'
import { usePhotoUrls } from './photo-urls'
import type { PhotoState } from './photo-state'

export interface PhotoBytes {
  readonly sha256: Sha256
  readonly bytes: ArrayBuffer
  readonly type: string
}

/** What the page that holds a record lends to all places of it that take pictures. */
export interface PhotoKeeper {
  readonly photos: Readonly<Ref<readonly PhotoEntry[]>>
  readonly states: Readonly<Ref<ReadonlyMap<Sha256, PhotoState>>>
  readonly organisation: () => string
  readonly shortNumber: () => string
  /** Where the device is at this moment; null when that is not known. */
  readonly fix: () => Promise<Fix | null>
  readonly load: (sha256: Sha256) => Promise<ArrayBuffer | Blob | undefined>
  /** Bytes of a picture just made: saved with the record. */
  readonly made: (bytes: PhotoBytes) => void
  readonly change: (photos: readonly PhotoEntry[]) => void
}

export interface Taking {
  readonly described?: Described
  /** The picture whose place the new one takes. */
  readonly instead?: Sha256 | null
}

function makeRecordPhotos({ photos, states, organisation, shortNumber, fix, load, made, change }: PhotoKeeper) {
  const { t } = useI18n()
  const { photoMaker, clock } = useContainer()
  const toast = useToast()
  /** Pictures still being made: until they are, nothing may be sealed or left. */
  const working = ref(0)
  /** Pictures made on this screen are shown at once: the store may not have them yet. */
  const fresh = new Map<Sha256, ArrayBuffer>()
  const urls = usePhotoUrls(photos, async (sha256) => fresh.get(sha256) ?? load(sha256))
  const tiles = computed(() => photos.value.map((photo, n) => ({
    key: photo.sha256 as string,
    src: urls.value.get(photo.sha256) ?? null,
    alt: t('fields.photo.nth', { n: n + 1, purpose: t(`fields.photo.purposes.${photo.purpose}`) }),
  })))
  const words = computed(() => ({
    deviceTime: t('fields.photo.stamp.deviceTime'),
    noPosition: t('fields.photo.stamp.noPosition'),
    gallery: t('fields.photo.stamp.gallery'),
    accuracy: (metres: number) => t('fields.photo.stamp.accuracy', { metres }),
  }))

  function put(entry: PhotoEntry, instead: Sha256 | null): void {
    change(instead !== null && photos.value.some(({ sha256 }) => sha256 === instead)
      ? photos.value.map((photo) => (photo.sha256 === instead ? entry : photo))
      : [...photos.value, entry])
  }

  async function makeOne(file: File, origin: PhotoOrigin, described: Described, instead: Sha256 | null): Promise<Sha256 | null> {
    const position = origin === 'camera' ? await fix() : null
    const takenAt = new Date(clock.now())
    const stamp = stampLines({
      origin, takenAt, position, organisation: organisation(), shortNumber: shortNumber(), words: words.value,
    })
    const answer = await photoMaker.make(file, stamp)
    if (!answer.ok) {
      toast.show({ tone: 'danger', text: t(`failure.${answer.failure.code}`) })
      return null
    }
    const { sha256, bytes, type } = answer.value
    if (photos.value.some((each) => each.sha256 === sha256)) return sha256
    fresh.set(sha256, bytes)
    made({ sha256, bytes, type })
    put(makeEntry(answer.value, origin, takenAt, position, stamp, described), instead)
    return sha256
  }

  /** Takes what an input holds and empties it. Gives the pictures now in the record, those that were there already too. */
  async function take(input: HTMLInputElement | null, origin: PhotoOrigin, { described = undescribed, instead = null }: Taking = {}) {
    const chosen = [...(input?.files ?? [])]
    if (input) input.value = ''
    const room = mostPhotos - photos.value.length - working.value + (instead === null ? 0 : 1)
    const files = chosen.slice(0, Math.max(0, room))
    if (chosen.length > files.length) toast.show({ tone: 'warning', text: t('fields.photo.limit', { max: mostPhotos }) })
    working.value += files.length
    const taken: Sha256[] = []
    for (const [nth, file] of files.entries()) {
      const sha256 = await makeOne(file, origin, described, nth === 0 ? instead : null).finally(() => (working.value -= 1))
      if (sha256 !== null) taken.push(sha256)
    }
    return taken
  }

  const describe = (sha256: Sha256, part: Partial<Described>) =>
    change(photos.value.map((photo) => (photo.sha256 === sha256 ? { ...photo, ...part } : photo)))

  return { photos, states, urls, tiles, working, most: mostPhotos, take, describe, change }
}

export type RecordPhotos = ReturnType<typeof makeRecordPhotos>
const key: InjectionKey<RecordPhotos> = Symbol('record photos')

/** Makes the pictures of a record known to every field of its form; gives them to the page itself. */
export function provideRecordPhotos(keeper: PhotoKeeper): RecordPhotos {
  const record = makeRecordPhotos(keeper)
  provide(key, record)
  return record
}

/** The pictures of the record that the form belongs to; undefined outside one. */
export const useRecordPhotos = (): RecordPhotos | undefined => inject(key, undefined)
