import { documentId, personId, sha256Of } from '../../make/payload.ts'
import type { Persona } from '../../supabase/schemas/cast.ts'
import { pictureOf } from '../scene/payloads.ts'
import { idOf, recordNames, records } from '../scene/records.ts'
import type { Facts } from '../scene/who.ts'
import { refused } from './attempts.ts'
import type { Cell } from './cell.ts'

const organisations = [121, 123, 10001, null] as const
const names: readonly Persona[] = ['author', 'dingzhouAuthor', 'otherOrganisation']
const cell = (about: string, statement: string, allowed: boolean): Cell =>
  ({ about, verb: 'insert', statement, expected: allowed ? 'rows 1' : refused, classes: 1 })

/**
 * Documents and people in one's own name and in another's, for each organisation; revisions and
 * pictures of each record. */
export function insertCells(who: Facts): Cell[] {
  const { person, organisations: mine } = who
  const belongs = (organisation: number | null) => organisation !== null && mine.includes(organisation)
  const inTheNameOf: readonly (Persona | null)[] = [...new Set([person, ...names])].filter((each) => each !== null)
  const documents = organisations.flatMap((organisation) => inTheNameOf.map((author) => cell(
    `app.documents of ${author} for ${organisation}`,
    `insert into app.documents (id, kind, author_id, organisation_id, revision, status, practice, sha256, short_no, device_id, created_at)
      select '${documentId(9900)}', slug, '${personId(author ?? '')}', ${organisation}, 1, 'draft', false, '${sha256Of('x')}', 'YZ-1', 'd', now()
      from app.kinds where parent_kind is null order by slug limit 1`,
    person !== null && author === person && (organisation === null || belongs(organisation)))))
  const people = organisations.flatMap((organisation) => inTheNameOf.map((creator) => cell(
    `app.people by ${creator} in ${organisation}`,
    `insert into app.people (id, name, organisation_id, created_by)
      values ('${documentId(9901)}', '新同事', ${organisation}, '${personId(creator ?? '')}')`,
    person !== null && creator === person && (organisation === null ? mine.length > 0 : belongs(organisation)))))
  const revisions = recordNames.map((name) => {
    const allowed = person === records[name].author
    return {
      ...cell(`app.document_revisions of ${name}`,
        `insert into app.document_revisions (document_id, revision, sha256, payload) values ('${idOf(name)}', 1, 'x', '{}')`, allowed),
      // Revision 1 is there already: the author gets past the policy and no further.
      expected: allowed ? '23505' : refused,
    }
  })
  // The picture is stored already, and still to be verified.
  const pictures = recordNames.map((name) => ({
    ...cell(`storage.objects of ${name}`, `insert into storage.objects (bucket_id, name)
      values ('photos', '${idOf(name)}/${pictureOf(name).sha256}')`, false),
    expected: person === records[name].author ? '23505' : refused,
  }))
  return [...documents, ...people, ...revisions, ...pictures]
}
