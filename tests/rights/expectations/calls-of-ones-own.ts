import { documentId, personId } from '../../make/payload.ts'
import { pavilionSha256 } from '../../make/visit.ts'
import { plans, sessionEntry, sessionToken } from '../scene/other-rows.ts'
import { counties, type Facts } from '../scene/who.ts'
import { toPeople, type Answer, type Call } from './call.ts'
import { listedIn, reachesOrganisation as plansFor, seats } from './reach.ts'

const call = (name: string, given: Call['given'], answers: Call['answers'], about = name): Call => ({ about, name, given, answers })
const ok = (): Answer => 'ok'

/** 石家庄 has counties, though none of the scene. */
const managesSomewhere = ({ who, counties: mine }: Facts): boolean => mine.length > 0 || who === 'shijiazhuangManager'

const plan = (id: string, organisation: number, team: readonly string[]) => ({ plan: {
  id, kind: 'free_clinic', planned_on: '2026-12-20', organisation_id: organisation, area_id: counties.wuchuan, team,
} })

export const ownCalls: readonly Call[] = [
  call('api.me', {}, toPeople(ok)),
  call('api.push', { batch: '{"protocol":1,"items":[]}' }, toPeople(ok)),
  call('api.push', { batch: '{}' }, toPeople(() => '422 invalid'), 'api.push of no batch'),
  call('api.pull_own', { epoch: null, xid: null, page: 5 }, toPeople(ok)),
  call('api.put_filling_times', { times: '[]' }, toPeople(ok)),
  call('api.my_views', {}, toPeople(ok)),
  call('api.put_view', { id: documentId(9545), name: '季度会', query: 'from=2026-01' }, toPeople(ok)),
  call('api.put_view', { id: documentId(9545), name: '', query: '' }, toPeople(() => '422 invalid'), 'api.put_view without a name'),
  call('api.drop_view', { id: documentId(9540) }, toPeople(ok)),
  call('api.import_area_figures', { lines: '[{}]' }, toPeople((who) => managesSomewhere(who) ? 'ok' : '403 forbidden')),
  call('api.import_area_figures', { lines: '{}' }, toPeople((who) => managesSomewhere(who) ? '422 invalid' : '403 forbidden'),
    'api.import_area_figures of no list'),
  ...Object.entries(counties).map(([name, area]) => call('api.publish_checklist',
    { code: 'tcm_pavilion', version: 1, sha256: pavilionSha256, area, weights: '{"area":10}', source: '督导检查方案' },
    toPeople(({ counties: mine }) => mine.includes(area) ? 'ok' : '403 forbidden'), `api.publish_checklist for ${name}`)),
  call('api.area_checklists', { area: counties.wuchuan }, toPeople(ok)),
  call('api.checklist', { code: 'tcm_pavilion', version: 1 }, toPeople(ok)),
  call('api.checklist', { code: 'unheard_of', version: 1 }, toPeople(() => '404 notFound'), 'api.checklist of none'),
  call('api.tell_ledger', { statement: '{"device_id":"d","code":"","issued":0,"waiting":[],"replaced":[],"refused":0}' }, toPeople(ok)),
  call('api.tell_ledger', { statement: '{}' }, toPeople(() => '422 invalid'), 'api.tell_ledger of no statement'),
  call('api.my_device_ledger', {}, toPeople(ok)),
  ...['areas', 'rules', 'techniques', 'checklists', 'plans', 'fillings']
    .map((key) => call('api.reference_pack', { key, version: null }, toPeople(ok), `api.reference_pack of ${key}`)),
  // Oneself, people of one's own organisations, and whom one typed oneself.
  ...Object.entries(counties).map(([name, county]): Call => ({
    ...call('api.reference_pack', { key: `county:${county}`, version: null },
      toPeople(({ person, organisations }) => person === 'author'
        || [...organisations, person === null ? Number.NaN : listedIn[person] ?? Number.NaN].some((each) => seats[each] === county)
        ? 'ok' : 'empty'),
      `api.reference_pack of people in ${name}`),
    part: 'people',
  })),
  call('api.reference_pack', { key: 'secrets', version: null }, toPeople(() => '404 notFound'), 'api.reference_pack of none'),

  call('api.session_code_state', { code: sessionToken }, ok),
  call('api.submit_session_entry', { code: sessionToken, entry: documentId(9520), name: '来人', organisation: '某院', title_level: 'none', phone: '' }, ok),
  call('api.settle_session_entry', { entry: sessionEntry, accepted: false, person: null },
    toPeople(({ person }) => person === 'author' ? 'ok' : '404 notFound')),

  // A new plan for whoever of the organisation; for oneself alone; a change of a plan of the scene.
  ...Object.keys(seats).map(Number).flatMap((organisation): Call[] => [
    call('api.put_plan', plan(documentId(9530), organisation, []),
      toPeople((who) => plansFor(who, organisation) ? 'ok' : '403 forbidden'), `api.put_plan for ${organisation}`),
    call('api.put_plan', plan(documentId(9531), organisation, [personId('author')]),
      toPeople((who) => plansFor(who, organisation) || (who.person === 'author' && organisation === 121)
        ? organisation === 121 ? 'ok' : '422 invalid' : '403 forbidden'), `api.put_plan for author in ${organisation}`),
  ]),
  ...Object.entries(plans).map(([name, { id, organisation }]) =>
    call('api.put_plan', plan(id, organisation, []),
      toPeople((who) => plansFor(who, organisation) ? 'ok' : '403 forbidden'),
      `api.put_plan again: ${name}`)),
]
