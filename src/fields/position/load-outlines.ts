import { feature } from 'topojson-client'
import type { FeatureCollection } from 'geojson'
import type { GeometryCollection, Topology } from 'topojson-specification'
import { failed, success, type Result } from '@/domain/failure'

/** County outlines of a province with the borders that they share; each county's id is its area's. */
export type Outlines = Topology<{ counties: GeometryCollection }>

/**
 * The county outlines of a province (its two-digit code) that come with the app, WGS-84. Failures: `offline` when
 * they cannot be fetched, `notFound` when the app has none for this province, `unreadable` when they are no outlines.
 */
export async function loadTopology(province: string): Promise<Result<Outlines>> {
  const response = await fetch(`${import.meta.env.BASE_URL}outlines/${province}.json`).catch(() => null)
  if (response === null) return failed('offline')
  if (!response.ok) return failed('notFound', { detail: `outlines of ${province}` })
  try {
    const outlines = (await response.json()) as Outlines
    if (!outlines.objects.counties) return failed('unreadable', { detail: `no counties in the outlines of ${province}` })
    return success(outlines)
  } catch (error) {
    return failed('unreadable', { detail: String(error) })
  }
}

/** The same as shapes, each for itself. */
export async function loadOutlines(province: string): Promise<Result<FeatureCollection>> {
  const outlines = await loadTopology(province)
  return outlines.ok ? success(feature(outlines.value, outlines.value.objects.counties)) : outlines
}
