import { shallowRef } from 'vue'
import type { Payload } from '@/domain/document'

type HeadlineOf = (payload: Payload) => number | null

const headlineOf = shallowRef<HeadlineOf | null>(null)
let asked = false

/** Fetches what knows the kinds; the first page is drawn without it. Asked for again by the next list when it did not come. */
function fetchHeadlines(): void {
  if (asked) return
  asked = true
  import('./headline').then((module) => (headlineOf.value = module.headlineOf), () => (asked = false))
}

/** The kind's own figure of a record; null until the kinds are known. */
export function useHeadline(): HeadlineOf {
  fetchHeadlines()
  return (payload) => headlineOf.value?.(payload) ?? null
}
