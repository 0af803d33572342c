import { computed, onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import { useContainer, useWorkplace } from '@/container'
import type { Sha256 } from '@/domain/id'
import { provideRecordPhotos, type RecordPhotos } from '@/fields/photo/record-photos'
import { isOnServer, type PhotoState } from '@/fields/photo/photo-state'
import { freshFix } from '@/fields/position/fresh-fix'
import type { Reference } from '@/fields/reference'
import { loadPhoto } from '@/fields/photo/load-photo'
import type { useDraft } from './use-draft'

/** Lends the pictures of a draft to every field of its form. */
export function usePhotoKeeper(draft: ReturnType<typeof useDraft>, reference: Readonly<Ref<Reference>>): RecordPhotos {
  const { local } = useWorkplace()
  const { geolocation, remote } = useContainer()
  const { payload, trouble } = draft

  const states = shallowRef<ReadonlyMap<Sha256, PhotoState>>(new Map())
  let stop = () => {}
  onScopeDispose(() => stop())
  watch(() => payload.value?.id, (id) => {
    stop()
    stop = id === undefined ? () => {} : local.watch(
      () => local.records.read(id),
      (view) => (states.value = new Map([...(view?.photos ?? [])].map(([sha256, { state }]) => [sha256, state]))),
      (error) => { throw error },
    )
  }, { immediate: true })

  /** The server is asked only for what it holds: a picture may still wait on another device. */
  async function load(sha256: Sha256) {
    const id = payload.value?.id
    if (!id) return undefined
    const here = draft.bytesOf(sha256) ?? await local.records.photo(id, sha256)
    if (here) return here
    const state = (await local.records.read(id))?.photos.get(sha256)?.state
    return isOnServer(state) ? loadPhoto({ local, remote }, id, sha256) : undefined
  }

  return provideRecordPhotos({
    photos: computed(() => payload.value?.photos ?? []),
    states: computed(() => new Map([...states.value, ...(trouble.value?.unsaved ?? []).map((sha256) => [sha256, 'unsaved'] as const)])),
    organisation: () => reference.value.organisations.get(payload.value?.header.organisation_id ?? -1)?.name ?? '',
    shortNumber: () => payload.value?.short_no ?? '',
    // Where the shutter is pressed, never where the record was begun: the stamp holds only what is true at that moment.
    fix: () => freshFix(geolocation),
    load,
    made: draft.addBytes,
    change: (photos) => void draft.changeNow({ photos }),
  })
}
