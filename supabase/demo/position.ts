import { noPosition, type RecordPosition } from '../../src/domain/header.ts'
import type { Random } from './random.ts'
import type { Venue } from './venues.ts'

export interface Placed {
  readonly position: RecordPosition
  /** Answers to warnings, by their code. */
  readonly reasons: Readonly<Record<string, string>>
}

const metresPerDegree = 111_320

function near({ lng, lat }: Pick<Venue, 'lng' | 'lat'>, metres: number, random: Random) {
  const angle = random.next() * 2 * Math.PI
  const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6
  return {
    lng: round(lng + (Math.cos(angle) * metres) / (metresPerDegree * Math.cos((lat * Math.PI) / 180))),
    lat: round(lat + (Math.sin(angle) * metres) / metresPerDegree),
  }
}

/** A position near the venue: mostly a good fix, sometimes a coarse one, a pin by hand, or none with its reason. */
export function positionOf(venue: Venue, random: Random): Placed {
  const kind = random.next()
  if (kind < 0.04)
    return { position: { ...noPosition, no_fix_reason: random.pick(['山谷里没有信号', '手机定位未开启']) }, reasons: {} }
  const metres = random.int(20, 700)
  const spot = { ...noPosition, ...near(venue, metres, random) }
  if (kind < 0.1) {
    const pin_reason = random.pick(['现场无信号，回单位后在地图上标注', '手机定位漂移，按实际地点标注'])
    return { position: { ...spot, fix_source: 'manual_pin', pin_reason }, reasons: {} }
  }
  if (kind < 0.18)
    return {
      position: { ...spot, fix_source: 'network', accuracy_m: random.int(250, 900) },
      reasons: { coarse_position: '室内信号弱，定位精度不高' },
    }
  return { position: { ...spot, fix_source: 'gps', accuracy_m: random.int(4, 45) }, reasons: {} }
}
