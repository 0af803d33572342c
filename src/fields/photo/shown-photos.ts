import { computed, inject, provide, ref, shallowRef, watch, type InjectionKey, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Sha256 } from '@/domain/id'
import type { PhotoEntry } from '@/domain/photo'
import { isOnServer, type PhotoState } from './photo-state'
import { usePhotoUrls } from './photo-urls'

export interface PhotosToShow {
  readonly photos: Readonly<Ref<readonly PhotoEntry[]>>
  readonly load: (sha256: Sha256) => Promise<Blob | ArrayBuffer | undefined>
  readonly states?: Readonly<Ref<ReadonlyMap<Sha256, string>>>
  /** Each picture is fetched when it is opened, and not with the page. */
  readonly onDemand?: boolean
}

function makeShownPhotos({ photos, load, states, onDemand = false }: PhotosToShow) {
  const { t } = useI18n()
  const open = ref(false)
  const index = ref(0)
  const asked = shallowRef<ReadonlySet<Sha256>>(new Set())
  const urls = usePhotoUrls(computed(() => photos.value.filter(({ sha256 }) => !onDemand || asked.value.has(sha256))), load)
  const tiles = computed(() => photos.value.map((photo, n) => ({
    key: photo.sha256 as string,
    src: urls.value.get(photo.sha256) ?? null,
    alt: t('fields.photo.nth', { n: n + 1, purpose: t(`fields.photo.purposes.${photo.purpose}`) }),
  })))
  const current = computed(() => photos.value[index.value])
  watch([open, current], () => {
    if (open.value && current.value) asked.value = new Set([...asked.value, current.value.sha256])
  })
  /** Why a picture was looked for and is not shown; null while it is, or where its place is not known. */
  function away(sha256: Sha256) {
    const state = states?.value.get(sha256) as PhotoState | undefined
    if (urls.value.get(sha256) !== null || state === undefined) return null
    return isOnServer(state) ? 'onServer' as const : 'elsewhere' as const
  }
  function show(key: string) {
    index.value = photos.value.findIndex(({ sha256 }) => sha256 === key)
    open.value = true
  }
  return { open, index, tiles, current, away, show }
}

export type ShownPhotos = ReturnType<typeof makeShownPhotos>
const key: InjectionKey<ShownPhotos> = Symbol('shown photos')

/** Pictures that the page shows to read, with the one viewer (`ShownPhotosViewer`) that all places below open. */
export function provideShownPhotos(photos: PhotosToShow): ShownPhotos {
  const shown = makeShownPhotos(photos)
  provide(key, shown)
  return shown
}

/** Undefined where nothing shows pictures. */
export const useShownPhotos = (): ShownPhotos | undefined => inject(key, undefined)
