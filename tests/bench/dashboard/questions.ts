import { managed } from '../plant-activities.ts'

export type Manager = keyof typeof managed

const months = "a.day between '2025-12-01' and '2026-11-30'"
const bothYears = "a.day between '2024-12-01' and '2026-11-30'"
const counted = "a.status in ('submitted', 'approved')"
const sums = 'sum(a.sessions), sum(a.visits), sum(a.staff), sum(a.leaflets), count(*) filter (where a.status = \'approved\')'
const counties = (who: Manager) => `(select private.counties_below(array[${managed[who]}]))::int[]`

/** Plain SQL for one side of the cards of a board: totals with the year before, months, kinds, levels, areas, techniques. */
const cards = (who: Manager, side: 'host' | 'home'): readonly string[] => {
  const from = `from app.activities a where a.${side}_county_id = any(${counties(who)}) and ${counted}`
  return [
    `select a.day >= '2025-12-01', ${sums} ${from} and ${bothYears} group by 1`,
    `select date_trunc('month', a.day::timestamp), sum(a.sessions), sum(a.visits) ${from} and ${bothYears} group by 1`,
    `select a.kind, sum(a.sessions), sum(a.visits) ${from} and ${months} group by 1`,
    `select a.level, sum(a.sessions), sum(a.visits) ${from} and ${months} group by 1`,
    `select a.${side}_county_id, sum(a.sessions), sum(a.visits) ${from} and ${months} group by 1`,
    `select f, sum(a.sessions) from app.activities a cross join unnest(a.facets) as f
     where f like 'technique/%' and a.${side}_county_id = any(${counties(who)}) and ${counted} and ${months} group by 1`,
  ]
}

export interface Question {
  readonly name: string
  /** What the app asks. */
  readonly ours: string
  /** The same by plain GROUP BY, one statement a card. */
  readonly plain: readonly string[]
}

/** Half the width of a phone's map in degrees at a zoom; around 贵州. */
const half = (zoom: number) => 12 / 2 ** (zoom - 6)

const markQuestion = (who: Manager, zoom: number): Question => {
  const [west, south, east, north] = [107 - half(zoom), 28 - half(zoom), 107 + half(zoom), 28 + half(zoom)]
  const shift = Math.max(0, 14 - Math.min(14, zoom + 5))
  return {
    name: `map_${zoom}`,
    ours: `select api.map_marks(${managed[who]}, '2025-12-01', '2026-11-30', null, 'all', 'host', null, ${west}, ${south}, ${east}, ${north}, ${zoom})`,
    plain: [`select a.tile_x14 >> ${shift}, a.tile_y14 >> ${shift}, a.kind, sum(a.sessions) from app.activities a
      where a.host_county_id = any(${counties(who)}) and ${counted} and ${months}
        and a.lng between ${west} and ${east} and a.lat between ${south} and ${north} group by 1, 2, 3`],
  }
}

/** What a manager's screens ask, with the same asked without totals. */
export const questions = (who: Manager): readonly Question[] => [
  { name: 'board', ours: `select api.area_board(${managed[who]}, '2025-12-01', '2026-11-30')`, plain: [...cards(who, 'host'), ...cards(who, 'home')] },
  ...[6, 8, 10, 13].map((zoom) => markQuestion(who, zoom)),
  { name: 'blank_spots', ours: `select api.blank_spots(${managed[who]})`, plain: [
    `select a.recipient_org_id, max(a.day) from app.activities a where a.host_county_id = any(${counties(who)}) and ${counted} group by 1`,
    `select a.host_area_id, a.kind, max(a.day) from app.activities a where a.host_county_id = any(${counties(who)}) and ${counted} group by 1, 2`] },
  { name: 'indicators', ours: `select api.indicators(${managed[who]})`, plain: [
    `select a.host_county_id, count(distinct a.recipient_org_id) from app.activities a
     where a.host_county_id = any(${counties(who)}) and ${counted} and a.kind = 'supervision_visit' and ${months} group by 1`,
    `select a.host_county_id, sum(a.visits) from app.activities a
     where a.host_county_id = any(${counties(who)}) and ${counted} and a.kind = 'free_clinic' and ${months} group by 1`,
    `select a.host_county_id, f.facet, sum(f.amount) from app.activities a cross join unnest(a.facets, a.amounts) as f(facet, amount)
     where a.host_county_id = any(${counties(who)}) and ${counted} and a.kind = 'training_session' and ${months} group by 1, 2`] },
]
