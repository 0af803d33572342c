import type { Payload } from '../../../src/domain/document.ts'
import { makeAnswers, makeFiling, makeHeader, makeParticipant, makePayload, makePhotoEntry, personId } from '../../make/payload.ts'
import { makeStop, makeTour } from '../../make/tour.ts'
import { makeRosterRow, makeTrainingAnswers, makeTrainingPayload } from '../../make/training.ts'
import { makeFinding, makePart, makeVisitAnswers, makeVisitItem, makeVisitPayload, metItems, pavilion } from '../../make/visit.ts'
import { findings } from './decisions.ts'
import { idOf, records, type RecordFacts, type RecordName } from './records.ts'

export const pictureOf = (name: RecordName) => makePhotoEntry(`scene ${name}`, { purpose: 'problem' })

const [, section] = pavilion.sections
if (!section) throw new Error('the checklist has sections')
const itemsOfSection = Object.fromEntries(Object.entries(metItems()).filter(([code]) => section.items.some((item) => item.code === code)))

/** The payload of a record as its kind's builder makes it, before the facts are put in. */
function bare(name: RecordName, { kind, author }: RecordFacts): Payload {
  switch (kind) {
    case 'circuit_tour': return makeTour()
    case 'tour_stop': return makeStop(1, { parent_id: idOf(name === 'stop' ? 'tour' : 'tourDraft') })
    // One of the trainees works at a village clinic.
    case 'training_session': return makeTrainingPayload({ answers: makeTrainingAnswers({
      roster: [makeRosterRow({ org_id: 11011 }), makeRosterRow({ person_id: personId('organisationManager'), passed: false, certificate_no: '' })] }) })
    case 'supervision_visit': return makeVisitPayload({ answers: makeVisitAnswers({
      findings: Object.values(findings).map((responsible) => makeFinding({ responsible_org: responsible })) }) })
    case 'visit_part': return makePart(1, { sections: [section?.code ?? ''],
      items: { ...itemsOfSection, [section?.items[0]?.code ?? '']: makeVisitItem() },
      findings: [makeFinding({ item_code: section?.items[0]?.code ?? '', photos: [pictureOf(name).sha256] })] },
    { parent_id: idOf('visit') })
    default: return makePayload({ answers: makeAnswers({ leader_on_site: personId(author),
      filings: [makeFiling({ authority_org_id: 21 }), makeFiling({ side: 'host', authority_org_id: 11, state: 'pending', filed_on: null })] }) })
  }
}

/** The first revision of a record, as its author hands it in; a draft where it was one. */
export function payloadOf(name: RecordName, more: Partial<Payload> = {}): Payload {
  const facts: RecordFacts = records[name]
  const payload = bare(name, facts)
  const isDraft = more.status === 'draft'
  const people = facts.people.length > 0 ? facts.people : [facts.author, facts.author === 'author' ? 'colleague' : 'author'] as const
  const header = makeHeader({
    ...payload.header, host_area_id: facts.host, organisation_id: facts.organisation, organizer_org_id: facts.organisation,
    recipient_org_id: payload.header.recipient_org_id, programme_ids: facts.programmes,
    participants: people.map((person, n) => makeParticipant({ person_id: personId(person), role: n === 0 ? 'lead' : 'member' })),
  })
  return {
    ...payload, id: idOf(name), author_id: personId(facts.author), practice: facts.practice, header,
    photos: facts.kind === 'supervision_visit' ? [...payload.photos, pictureOf(name)] : [pictureOf(name)],
    ...more, sealed: isDraft ? null : payload.sealed,
  }
}
