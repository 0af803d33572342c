import type { Delivery } from '@/domain/delivery'
import { deliveryOf } from '@/domain/delivery'
import type { Workplace } from '@/container'

export type HeldView = Awaited<ReturnType<Workplace['local']['records']['list']>>[number]

/** What a list says of a record: its place on both axes, and its photos. */
export interface RecordLine {
  readonly delivery: Delivery
  readonly photos: number
  readonly verified: number
}

export function lineOf({ record, entry, photos }: HeldView): RecordLine {
  const states = record.payload.photos.map(({ sha256 }) => photos.get(sha256)?.state ?? 'waiting')
  return {
    delivery: deliveryOf(entry, states),
    photos: states.length,
    verified: states.filter((state) => state === 'verified').length,
  }
}
