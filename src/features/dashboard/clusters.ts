import Supercluster from 'supercluster'
import type { ActivityRow } from '@/domain/reports'

export interface Mark {
  readonly lng: number
  readonly lat: number
  readonly count: number
  /** The record of a single mark; null for a cluster. */
  readonly id: string | null
  readonly title: string
  /** The zoom at which a cluster falls apart. */
  readonly zoom: number
}

/** Groups records that have a position; `at` gives the marks of a view (west, south, east, north) at a zoom. */
export function clusterRows(rows: readonly ActivityRow[]) {
  const index = new Supercluster<{ id: string; title: string }>({ radius: 56, maxZoom: 15 })
  const placed = rows.filter((row) => row.lng !== null && row.lat !== null)
  index.load(placed.map((row) => ({
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [row.lng as number, row.lat as number] },
    properties: { id: row.id, title: row.title },
  })))
  return {
    placed: placed.length,
    at(view: [number, number, number, number], zoom: number): Mark[] {
      return index.getClusters(view, Math.floor(zoom)).map(({ geometry: { coordinates: [lng, lat] }, properties }) => {
        const at = { lng: lng as number, lat: lat as number }
        return 'cluster' in properties && properties.cluster
          ? { ...at, count: properties.point_count, id: null, title: '', zoom: index.getClusterExpansionZoom(properties.cluster_id) }
          : { ...at, count: 1, id: (properties as { id: string }).id, title: (properties as { title: string }).title, zoom }
      })
    },
  }
}
