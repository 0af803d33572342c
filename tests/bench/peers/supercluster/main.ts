import Supercluster from 'supercluster'
import { makePoints } from '../../pages/map/points'

/** Milliseconds to load so many points, made before. */
Object.assign(window, {
  bench: {
    load(count: number): number {
      const { lng, lat, kind } = makePoints(count)
      const features = Array.from({ length: count }, (_, i) =>
        ({ type: 'Feature', properties: { kind: kind[i] }, geometry: { type: 'Point', coordinates: [lng[i], lat[i]] } }))
      const start = performance.now()
      new Supercluster({ radius: 56, maxZoom: 15 }).load(features)
      return performance.now() - start
    },
  },
})
