import { feature } from 'topojson-client'
import type { FeatureCollection } from 'geojson'
import type { GeometryCollection, Topology } from 'topojson-specification'
import { failed, success, type Result } from '@/domain/failure'

/** Outlines of areas of one level, a province's counties or a county's townships, with the borders that they share; each one's id is its area's. */
export type Outlines = Topology<{ counties: GeometryCollection }>

async function load<Layer extends string>(path: string, layer: Layer): Promise<Result<Topology<Record<Layer, GeometryCollection>>>> {
  const response = await fetch(`${import.meta.env.BASE_URL}outlines/${path}.json`).catch(() => null)
  if (response === null) return failed('offline')
  if (!response.ok) return failed('notFound', { detail: `outlines of ${path}` })
  try {
    const outlines = (await response.json()) as Topology<Record<Layer, GeometryCollection>>
    if (!outlines.objects[layer]) return failed('unreadable', { detail: `no ${layer} in the outlines of ${path}` })
    return success(outlines)
  } catch (error) {
    return failed('unreadable', { detail: String(error) })
  }
}

/**
 * The county outlines of a province (its two-digit code) that come with the app, WGS-84. Failures: `offline` when
 * they cannot be fetched, `notFound` when the app has none for this province, `unreadable` when they are no outlines.
 */
export const loadTopology = (province: string): Promise<Result<Outlines>> => load(province, 'counties')

/** The outlines of a county's townships, each with its area's id, where a deployment loaded its own; failures as above. */
export async function loadTownships(county: number): Promise<Result<Outlines>> {
  const found = await load(`townships/${county}`, 'townships')
  return found.ok ? success({ ...found.value, objects: { counties: found.value.objects.townships } }) : found
}

/** The same as shapes, each for itself. */
export async function loadOutlines(province: string): Promise<Result<FeatureCollection>> {
  const outlines = await loadTopology(province)
  return outlines.ok ? success(feature(outlines.value, outlines.value.objects.counties)) : outlines
}
