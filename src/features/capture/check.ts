import { checkHeader, checkPiece, type CheckContext, type IssuedBy } from '@/domain/check-header'
import type { Child } from '@/domain/child'
import { chinaDay } from '@/domain/day'
import type { Payload } from '@/domain/document'
import { personalNumberProblems } from '@/domain/personal-number'
import { distance } from '@/domain/place'
import type { Problem } from '@/domain/problem'
import { countyOf, keptPerson, managingLine } from '@/domain/reference'
import { photoRule, ruleInForce, type RuleRow } from '@/domain/rule'
import type { Reference } from '@/fields/reference'
import { kindModels } from '@/kinds/models'

/** What has only not been answered yet: no fault of a record before it is to be handed in. */
export const openQuestions: ReadonlySet<string> = new Set(['required', 'must_confirm', 'position_or_reason', 'participant_required',
  'filing_or_reason', 'items_open', 'signature_required', 'signature_or_reason', 'photo_required', 'too_few_photos', 'two_inspectors',
  'evidence_missing', 'responsible_person_missing', 'amend_reason'])

/** The rule in force on how many photos a record needs, where this device has one. */
export const photoRuleOf = ({ kind, header }: Payload, { areas, rules }: Reference, now: Date): RuleRow | undefined =>
  photoRule(rules, kind, managingLine(areas, header.host_area_id), chinaDay(header.started_at ?? now))

/** Whether this content is to replace one that was handed in. A correction says why even after the server refused it. */
export const wasHandedIn = ({ status, amend_reason, replaces }: Payload): boolean =>
  status !== 'draft' || amend_reason.trim() !== '' || replaces !== undefined

/** What a record's check needs to know of the world, out of the packs on this device. */
export function contextOf(
  payload: Payload, reference: Reference, now: Date, children: readonly Child[] = [], siblings: readonly Child[] = [],
  issued: ReadonlyMap<string, IssuedBy> = new Map(),
): CheckContext {
  const { header, photos } = payload
  const { areas, organisations, rules } = reference
  const line = managingLine(areas, header.host_area_id)
  const day = chinaDay(header.started_at ?? now)
  const organisation = header.organisation_id === null ? undefined : organisations.get(header.organisation_id)
  const recipient = header.recipient_org_id === null ? undefined : organisations.get(header.recipient_org_id)
  const { lng, lat } = header.position
  const measurable = recipient && recipient.lng !== null && recipient.lat !== null && lng !== null && lat !== null
  return {
    now,
    handedIn: wasHandedIn(payload),
    author: payload.author_id,
    photoCount: photos.length,
    photosUnasked: photos.filter(({ consent_state }) => consent_state === 'unasked').length,
    photoMinimum: photoRuleOf(payload, reference, now)?.value ?? 0,
    photosHeld: new Set(photos.map(({ sha256 }) => sha256)),
    rule: (code) => ruleInForce(rules, code, line, day)?.value ?? null,
    ruleRow: (code) => ruleInForce(rules, code, line, day),
    calendar: reference.calendar,
    hostLevel: areas.get(header.host_area_id ?? -1)?.level,
    hostCountyId: countyOf(areas, header.host_area_id),
    homeCountyId: organisation?.county_id ?? null,
    distanceToHost: measurable
      ? distance({ lng, lat }, { lng: recipient.lng as number, lat: recipient.lat as number })
      : null,
    knowsTechnique: (code) => reference.techniques.size === 0 || reference.techniques.has(code),
    children,
    siblings,
    issued,
    isInvasive: (code) => reference.techniques.get(code)?.invasive ?? false,
    organisationOf: (person) => reference.people.get(keptPerson(reference.people, person))?.organisation_id ?? null,
    nameOf: (person) => reference.people.get(person)?.name,
    checklist: (code, version, sha256) => reference.checklists.find((each) => each.sha256 === sha256 &&
      each.template.code === code && each.template.version === version)?.template ?? null,
  }
}

/** All problems of a record, in the order of the form. */
export function problemsOf(
  payload: Payload, reference: Reference, now: Date, children: readonly Child[] = [], siblings: readonly Child[] = [],
  issued?: ReadonlyMap<string, IssuedBy>,
): Problem[] {
  const context = contextOf(payload, reference, now, children, siblings, issued)
  const model = kindModels[payload.kind]
  return [
    ...(model.piece ? checkPiece : checkHeader)(payload.header, context),
    ...model.problems(payload.answers, payload.header, context),
    ...personalNumberProblems(payload),
  ]
}
