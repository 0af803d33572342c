import { codeOf, hashOf } from '../../make/invitation.ts'
import { documentId, personId } from '../../make/payload.ts'
import { personas, type Persona } from '../../supabase/schemas/cast.ts'
import { invitations, morePeople, twofoldRoles, type MorePersonName } from '../scene/more-people.ts'
import { counties, type Facts } from '../scene/who.ts'
import { toPeople, toSignedIn, type Answer, type Call } from './call.ts'
import { decidesOn, finds, reachesArea, reachesOrganisation, reachesSomeArea, seats } from './reach.ts'

const call = (about: string, name: string, given: Call['given'], answers: Call['answers'], part?: string): Call =>
  ({ about: `${name} ${about}`, name, given, answers, ...(part === undefined ? {} : { part }) })
const found = (holds: boolean, then: Answer = 'ok'): Answer => holds ? then : '404 notFound'
const some = (holds: boolean): Answer => holds ? 'ok' : 'empty'
const invalid = '422 invalid' as const
const organisations = Object.keys(seats).map(Number)

const asked = [
  'colleague', 'organisationManager', 'dingzhouAuthor', 'wuchuanManager', 'rongchengManager', 'hebeiManager', 'administrator',
  'withoutMembership', 'expired', 'expiredManager', 'disabled', 'disabledManager', 'typed', 'invited', 'merged', 'twofold',
] as const satisfies readonly (Persona | MorePersonName)[]
const idOf = (name: string): string => (morePeople as Partial<Record<string, { id: string }>>)[name]?.id ?? personId(name)
const hasAccount = (name: string): boolean => (personas as readonly string[]).includes(name)
/** Whom no account and no role keeps. */
const isGone = (name: string): boolean => name === 'typed' || name === 'invited'

const ofPerson = (name: string): Call[] => [
  call(`of ${name}`, 'api.managed_person', { person: idOf(name) }, toPeople((who) => found(finds(who, name)))),
  call(`of ${name}`, 'api.person_data', { person: idOf(name) }, toPeople((who) => found(who.person === name || decidesOn(who, name)))),
  call(`of ${name}`, 'api.set_disabled', { person: idOf(name), disabled: true },
    toPeople((who) => found(decidesOn(who, name), who.person === name || !hasAccount(name) ? invalid : 'ok'))),
  call(`of ${name}`, 'api.erase_person', { person: idOf(name) },
    toPeople((who) => found(who.person !== name && decidesOn(who, name), isGone(name) ? 'ok' : invalid))),
  call(`for ${name}, a one-time code`, 'api.invite', { invitations: JSON.stringify([{ id: documentId(9551), code_sha256: hashOf(codeOf(9551)),
    purpose: 'recover', person_id: idOf(name), days: 3 }]) },
  // An account that is disabled stays so; without one there is none to recover.
  toPeople((who) => found(decidesOn(who, name), hasAccount(name) && name !== 'disabled' && name !== 'disabledManager' ? 'ok' : invalid))),
]

/** A code for somebody new. */
const newcomer = (place: object) => ({ invitations: JSON.stringify([{ id: documentId(9552), code_sha256: hashOf(codeOf(9552)),
  purpose: 'join', person_id: personId('newcomer'), days: 7, name: '新来的', ...place }]) })

const joining = (who: Facts): Answer => who.who === 'stranger' ? 'ok' : who.person === null ? '403 forbidden' : '409 conflict'

const merges: readonly (readonly [gone: string, kept: string, then: Answer])[] =
  [['typed', 'author', 'ok'], ['typed', 'dingzhouAuthor', 'ok'], ['author', 'colleague', invalid], ['author', 'typed', invalid], ['typed', 'administrator', 'ok']]

export const peopleCalls: readonly Call[] = [
  ...asked.flatMap(ofPerson),

  ...organisations.flatMap((organisation): Call[] => [
    // Whoever reaches another role of hers finds the one who works for 121 too.
    call(`of ${organisation}`, 'api.managed_people', { words: '', organisation },
      toPeople((who) => some(reachesOrganisation(who, organisation) || (organisation === 121 && finds(who, 'twofold')))), 'people'),
    call(`for ${organisation}`, 'api.invite', newcomer({ role: 'field_worker', organisation_id: organisation }),
      toPeople((who) => reachesOrganisation(who, organisation) ? 'ok' : '403 forbidden')),
    // What is refused of the first row; null for who is in.
    call(`into ${organisation}`, 'api.import_people', { people: JSON.stringify([{ line: 1, id: documentId(9553), name: '名单上的',
      organisation_id: organisation, title_level: 'none', category: 'tcm' }]) },
    toPeople((who) => reachesOrganisation(who, organisation) ? 'null' : 'ok'), 'rows.0.refused'),
  ]),
  call('of everywhere', 'api.managed_people', { words: '', organisation: null },
    toPeople((who) => some(organisations.some((each) => reachesOrganisation(who, each)) || Object.keys(morePeople).concat(personas).some((name) => finds(who, name)))), 'people'),
  call('to organisations', 'api.my_reach', { words: '务川仡佬族苗族自治县中医院' }, toPeople((who) => some(reachesOrganisation(who, 121))), 'organisations'),
  // Those that lie in 石家庄 are the province's: no city's manager reaches them.
  call('to any organisation', 'api.my_reach', { words: '' }, toPeople((who) => some(who.leads.length + who.counties.length > 0)), 'organisations'),
  call('to areas', 'api.my_reach', { words: '' }, toPeople((who) => some(reachesSomeArea(who))), 'areas'),
  ...[...Object.values(counties), 520300, 1].map((area) => call(`for area ${area}`, 'api.invite', newcomer({ role: 'area_manager', area_id: area }),
    toPeople((who) => reachesArea(who, area) ? 'ok' : '403 forbidden'))),
  call('of administrators', 'api.invite', newcomer({ role: 'administrator' }), toPeople(() => invalid)),
  ...Object.entries(counties).map(([name, county]) => call(`into ${name}`, 'api.import_organisations', { organisations: JSON.stringify([{ line: 1,
    name: '名单上的卫生室', kind: 'village_clinic', level: 'village', county_id: county }]) },
  toPeople((who) => who.counties.includes(county) ? 'null' : 'ok'), 'rows.0.refused')),

  // Whoever holds a good code may know whom it is for.
  call('of a code', 'api.invitation_state', { code: invitations.join.code }, () => 'ok', 'name'),
  call('of a code withdrawn', 'api.invitation_state', { code: invitations.withdrawn.code }, () => 'null', 'name'),
  call('of a code whose maker manages no more', 'api.invitation_state', { code: invitations.lapsed.code }, () => 'null', 'name'),
  call('of no code', 'api.invitation_state', { code: codeOf(1) }, () => 'null', 'name'),
  call('by a code', 'api.join', { code: invitations.join.code, account: 'stranger' }, toSignedIn(joining)),
  call('by a one-time code', 'api.join', { code: invitations.recovery.code, account: 'stranger' },
    toSignedIn((who) => who.who === 'dingzhouAuthor' ? invalid : joining(who))),
  call('by a code withdrawn', 'api.join', { code: invitations.withdrawn.code, account: 'stranger' }, toSignedIn(() => '404 notFound')),
  call('by a code whose maker manages no more', 'api.join', { code: invitations.lapsed.code, account: 'stranger' }, toSignedIn(() => '404 notFound')),
  call('by no code', 'api.join', { code: codeOf(1), account: 'stranger' }, toSignedIn(() => '404 notFound')),
  call('of somebody new', 'api.withdraw_invitation', { invitation: invitations.join.id }, toPeople((who) => found(decidesOn(who, 'invited')))),
  call('of a one-time code', 'api.withdraw_invitation', { invitation: invitations.recovery.id }, toPeople((who) => found(decidesOn(who, 'dingzhouAuthor')))),
  call('of a code of one\'s own', 'api.withdraw_invitation', { invitation: invitations.lapsed.id },
    toPeople((who) => found(who.person === 'expiredManager' || decidesOn(who, 'colleague')))),
  call('once more', 'api.withdraw_invitation', { invitation: invitations.withdrawn.id }, toPeople(() => '404 notFound')),

  call('at 121', 'api.end_membership', { membership: twofoldRoles.worker, at_once: false }, toPeople((who) => found(reachesOrganisation(who, 121)))),
  call('over 容城', 'api.end_membership', { membership: twofoldRoles.manager, at_once: true }, toPeople((who) => found(reachesArea(who, counties.rongcheng)))),
  ...[123, 10001].map((organisation) => call(`to ${organisation}`, 'api.transfer_person',
    { membership: twofoldRoles.worker, organisation, role: 'field_worker', at_once: true },
    toPeople((who) => found(reachesOrganisation(who, 121), reachesOrganisation(who, organisation) ? 'ok' : '403 forbidden')))),
  call('of a manager', 'api.transfer_person', { membership: twofoldRoles.manager, organisation: 121, role: 'field_worker', at_once: true },
    toPeople((who) => found(reachesArea(who, counties.rongcheng), invalid))),
  ...merges.map(([gone, kept, then]) => call(`of ${gone} into ${kept}`, 'api.merge_people', { gone: idOf(gone), kept: idOf(kept), both_accounts: false },
    toPeople((who) => found(decidesOn(who, gone) && decidesOn(who, kept), then)))),
  call('of a merge', 'api.undo_merge', { gone: morePeople.merged.id }, toPeople((who) => found(decidesOn(who, 'colleague')))),
  call('of none', 'api.undo_merge', { gone: morePeople.typed.id }, toPeople(() => '404 notFound')),
]
