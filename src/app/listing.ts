import { ref, shallowRef } from 'vue'
import type { Listing, Workplace } from '@/container'

/** How long the first live read leaves the page to the person's first tap, in milliseconds. */
const headStart = 1_000

/** The records of this device for all lists: one live query, while anybody looks. */
export function openListing(local: Pick<Workplace['local'], 'records' | 'watch'>): Listing {
  const records: Listing['records'] = shallowRef(null)
  const failed = ref(false)
  let lookers = 0
  let early = false
  let stop = () => {}
  const begin = () => {
    stop = local.watch(
      () => local.records.list(),
      (list) => (records.value = list),
      () => (failed.value = true),
    )
  }
  return {
    records,
    failed,
    async first() {
      records.value ??= await local.records.earlyList()
      early = records.value !== null
    },
    look() {
      lookers += 1
      if (lookers === 1 && early) {
        const timer = setTimeout(begin, headStart)
        stop = () => clearTimeout(timer)
      } else if (lookers === 1) begin()
      early = false
      return () => {
        lookers -= 1
        if (lookers === 0) stop()
      }
    },
  }
}
