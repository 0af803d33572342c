import { coarseAccuracy, type Fix, type FixSource, type Point } from '@/domain/place'

/** A record's position as its form holds it: a point with its source, or the reason why there is none. */
export interface PositionValue {
  readonly lng: number | null
  readonly lat: number | null
  readonly accuracy_m: number | null
  readonly fix_source: FixSource | null
  readonly no_fix_reason: string
  readonly pin_reason: string
}

const nowhere: PositionValue = {
  lng: null, lat: null, accuracy_m: null, fix_source: null, no_fix_reason: '', pin_reason: '',
}

export const fromFix = ({ lng, lat, accuracy_m }: Fix): PositionValue => ({
  ...nowhere, lng, lat, accuracy_m, fix_source: accuracy_m > coarseAccuracy ? 'network' : 'gps',
})

/** A pin has no measured radius. */
export const fromPin = ({ lng, lat }: Point, pin_reason: string): PositionValue => ({
  ...nowhere, lng, lat, fix_source: 'manual_pin', pin_reason,
})

export const withoutFix = (no_fix_reason: string): PositionValue => ({ ...nowhere, no_fix_reason })

export const pointOf = (value: PositionValue | null): Point | null =>
  value === null || value.lng === null || value.lat === null ? null : { lng: value.lng, lat: value.lat }

export const isCoarse = (value: PositionValue | null) => (value?.accuracy_m ?? 0) > coarseAccuracy
