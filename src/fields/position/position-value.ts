import { noPosition, type RecordPosition } from '@/domain/header'
import { coarseAccuracy, type Fix, type Point } from '@/domain/place'

export const fromFix = ({ lng, lat, accuracy_m }: Fix): RecordPosition => ({
  ...noPosition, lng, lat, accuracy_m, fix_source: accuracy_m > coarseAccuracy ? 'network' : 'gps',
})

/** A pin has no measured radius. */
export const fromPin = ({ lng, lat }: Point, pin_reason: string): RecordPosition => ({
  ...noPosition, lng, lat, fix_source: 'manual_pin', pin_reason,
})

export const withoutFix = (no_fix_reason: string): RecordPosition => ({ ...noPosition, no_fix_reason })

export const pointOf = (value: RecordPosition | null): Point | null =>
  value === null || value.lng === null || value.lat === null ? null : { lng: value.lng, lat: value.lat }

export const isCoarse = (value: RecordPosition | null) => (value?.accuracy_m ?? 0) > coarseAccuracy
