import { feature } from 'topojson-client'
import type { FeatureCollection } from 'geojson'
import type { GeometryCollection, Topology } from 'topojson-specification'
import { failed, success, type Result } from '@/domain/failure'

/**
 * The county outlines of a province (its two-digit code) that come with the app, WGS-84. Failures: `offline` when
 * they cannot be fetched, `notFound` when the app has none for this province, `unreadable` when they are no outlines.
 */
export async function loadOutlines(province: string): Promise<Result<FeatureCollection>> {
  const response = await fetch(`${import.meta.env.BASE_URL}outlines/${province}.json`).catch(() => null)
  if (response === null) return failed('offline')
  if (!response.ok) return failed('notFound', { detail: `outlines of ${province}` })
  try {
    const topology = (await response.json()) as Topology<{ counties: GeometryCollection }>
    return success(feature(topology, topology.objects.counties))
  } catch (error) {
    return failed('unreadable', { detail: String(error) })
  }
}
