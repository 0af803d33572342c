import { computed, shallowRef, watch } from 'vue'
import { useContainer } from '@/container'
import type { PublishedChecklist } from '@/domain/checklist/template'
import { useReference } from '../reference'

/** How a record names its checklist. */
interface Named {
  readonly template_code: string
  readonly template_version: number | null
  readonly template_sha256: string
}

/**
 * The checklist that a record names, by its hash: the very version that it was begun with. Where no pack of this device holds
 * it, as that of another area's own weights, the server is asked; null until it is here.
 */
export function useChecklist(named: () => Named) {
  const { reports } = useContainer()
  const { reference, ready } = useReference()
  const fetched = shallowRef<PublishedChecklist | null>(null)
  const held = computed(() => reference.value.checklists.find(({ sha256 }) => sha256 === named().template_sha256))
  const missing = computed(() => (!ready.value || held.value || named().template_code === '' ? '' : named().template_sha256))
  watch(missing, async (sha256) => {
    const { template_code, template_version } = named()
    if (sha256 === '' || template_version === null) return
    const answer = await reports.checklist(template_code, template_version)
    if (answer.ok && answer.value.sha256 === sha256) fetched.value = answer.value
  }, { immediate: true })
  return computed(() => (held.value ?? (fetched.value?.sha256 === named().template_sha256 ? fetched.value : null))?.template ?? null)
}
