import { counties, type Facts } from '../scene/who.ts'
import { toSignedIn, type Call } from './call.ts'
import { seats } from './reach.ts'

/** Areas asked for, by name: their id and the personas that manage all of it. */
const { wuchuan, dingzhou, rongcheng, quyang } = counties
const areas: Readonly<Record<string, { id: number; managedBy: readonly string[] }>> = {
  wuchuan: { id: wuchuan, managedBy: ['wuchuanManager', 'zunyiManager', 'guizhouManager', 'countryManager'] },
  dingzhou: { id: dingzhou, managedBy: ['dingzhouManager', 'hebeiManager', 'countryManager'] },
  rongcheng: { id: rongcheng, managedBy: ['rongchengManager', 'xionganManager', 'hebeiManager', 'countryManager'] },
  quyang: { id: quyang, managedBy: ['quyangManager', 'baodingManager', 'hebeiManager', 'countryManager'] },
  zunyi: { id: 520300, managedBy: ['zunyiManager', 'guizhouManager', 'countryManager'] },
  baoding: { id: 130600, managedBy: ['baodingManager', 'hebeiManager', 'countryManager'] },
  guizhou: { id: 520000, managedBy: ['guizhouManager', 'countryManager'] },
  hebei: { id: 130000, managedBy: ['hebeiManager', 'countryManager'] },
  country: { id: 1, managedBy: ['countryManager'] },
}

const period = { from_day: '2026-01-01', to_day: '2026-12-31' }
const managing = (names: readonly string[]) => ({ who, person }: Facts) => person !== null && names.includes(who)

export const placeCalls: readonly Call[] = [
  ...Object.entries(areas).flatMap(([name, { id, managedBy }]): Call[] => {
    const answers = (who: Facts) => managing(managedBy)(who) ? 'ok' as const : '403 forbidden' as const
    return [
      { about: `api.area_report of ${name}`, name: 'api.area_report', given: { area: id, ...period }, answers: toSignedIn(answers) },
      { about: `api.area_board of ${name}`, name: 'api.area_board', given: { area: id, ...period }, answers: toSignedIn(answers) },
      { about: `api.board_version of ${name}`, name: 'api.board_version', given: { area: id }, answers: toSignedIn(answers) },
      { about: `api.map_marks of ${name}`, name: 'api.map_marks', answers: toSignedIn(answers),
        given: { area: id, ...period, of_kind: null, of_status: 'all', side: 'host', organisation: null, west: 70, south: 0, east: 140, north: 60, zoom: 5 } },
      { about: `api.visit_frequency of ${name}`, name: 'api.visit_frequency', given: { area: id }, answers: toSignedIn(answers) },
      { about: `api.indicators of ${name}`, name: 'api.indicators', given: { area: id }, answers: toSignedIn(answers) },
      { about: `api.indicator_rows of ${name}`, name: 'api.indicator_rows', given: { area: id, code: 'I13', after: null }, answers: toSignedIn(answers) },
      { about: `api.blank_spots of ${name}`, name: 'api.blank_spots', given: { area: id }, answers: toSignedIn(answers) },
      { about: `api.likely_duplicates in ${name}`, name: 'api.likely_duplicates',
        given: { area: id, organisation: null, ...period }, answers: toSignedIn(answers) },
      { about: `api.device_gaps in ${name}`, name: 'api.device_gaps', given: { area: id, organisation: null }, answers: toSignedIn(answers) },
    ]
  }),
  ...[121, 123, 10001].map((organisation): Call => ({
    about: `api.likely_duplicates of ${organisation}`, name: 'api.likely_duplicates', given: { area: null, organisation, ...period },
    answers: toSignedIn(({ organisations }) => organisations.includes(organisation) ? 'ok' : '403 forbidden'),
  })),
  ...[121, 123, 10001].map((organisation): Call => ({
    about: `api.device_gaps of ${organisation}`, name: 'api.device_gaps', given: { area: null, organisation },
    answers: toSignedIn(({ leads }) => leads.includes(organisation) ? 'ok' : '403 forbidden'),
  })),
  ...[121, 123, 10001].flatMap((organisation) => ([
    ['api.archive_months', { organisation }], ['api.archive_records', { organisation, months: ['2026-05'], after: null, page: 5 }],
    ['api.pull_archive', { organisation, epoch: null, xid: null, page: 5 }],
    ['private.archive_rows', { organisation, documents: [], days: [] }],
  ] as const).map(([name, given]): Call => ({
    about: `${name} of ${organisation}`, name, given,
    answers: toSignedIn(({ organisations }) => organisations.includes(organisation) ? name.startsWith('api.') ? 'ok' : 'empty' : '403 forbidden'),
  }))),
  ...Object.entries(seats).map(([organisation, county]): Call => ({
    about: `private.plans_for ${organisation}`, name: 'private.plans_for', given: { organisation: Number(organisation) },
    answers: toSignedIn(({ leads, counties: mine }) => leads.includes(Number(organisation)) || mine.includes(county) ? 'ok' : 'empty'),
  })),
]
