// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { OrganisationId, PersonId } from '../../../src/domain/id.ts'
import type { Organisation, Person } from '../../../src/domain/reference.ts'
import type { RosterRow } from '../../../src/kinds/training-session/answers.ts'
import { newRow, putRows } from '../../../src/kinds/training-session/roster.ts'
import { headerOf } from '../../../src/kinds/training-session/import/columns.ts'
import { openOrganisations, organisationsByName, preview, taken } from '../../../src/kinds/training-session/import/preview.ts'
import { readRows, type ImportRow } from '../../../src/kinds/training-session/import/rows.ts'
import type { Cell } from '../../../src/fields/spreadsheet/workbook.ts'
import { personId } from '../../make/payload.ts'

const header = ['姓名', '单位', '职称', '类别', '理论成绩', '实操成绩', '是否合格', '证书编号', '身份证号', '手机']
const columns = headerOf(header) ?? { name: 0 }
const rowsOf = (...rows: Cell[][]) => readRows({ columns, rows: rows.map((cells, n) => ({ line: n + 2, cells })) })
const one = (...cells: Cell[]) => rowsOf(cells)[0] as ImportRow

describe('a row of a roster', () => {
  it('is understood as people write it', () => {
    expect(one('侯 紫草', ' 涪洋镇卫生院', '副主任医师', '针灸', '88.5分', 90, '√', 202601)).toEqual({
      line: 2, name: '侯紫草', org: '涪洋镇卫生院', title: 'associate_senior', category: 'tcm', theory_score: 88.5,
      practice_score: 90, passed: true, certificate_no: '202601', problem: null, found: '',
    })
    expect(one('侯紫草', '', '', '', null, '缺考', '缺考', '')).toMatchObject({
      title: 'none', category: 'tcm', theory_score: null, practice_score: null, passed: null, problem: null,
    })
  })

  it.each([
    ['主任中医师', 'senior'], ['副主任护师', 'associate_senior'], ['主治医师', 'intermediate'], ['主管药师', 'intermediate'],
    ['执业助理医师', 'junior'], ['护士', 'junior'], ['乡村医生', 'none'],
  ])('knows that %s is %s', (word, title) => {
    expect(one('侯紫草', '', word)).toMatchObject({ title, problem: null })
  })

  it.each([
    ['nameMissing', ['', '涪洋镇卫生院']],
    ['nameTooLong', ['草'.repeat(41)]],
    ['title', ['侯紫草', '', '花木匠']],
    ['category', ['侯紫草', '', '', '花匠']],
    ['theory', ['侯紫草', '', '', '', 101]],
    ['theory', ['侯紫草', '', '', '', '优']],
    ['practice', ['侯紫草', '', '', '', 60, '88.25']],
    ['passed', ['侯紫草', '', '', '', 60, 60, '大概']],
    ['certificateTooLong', ['侯紫草', '', '', '', 60, 60, '是', '证'.repeat(61)]],
    ['certificateNotPassed', ['侯紫草', '', '', '', 60, 60, '否', '证1']],
    ['certificateNotPassed', ['侯紫草', '', '', '', 60, 60, '', '证1']],
    ['personalNumber', ['侯紫草 13800000000']],
    ['personalNumber', ['侯紫草', '', '', '', 60, 60, '是', '13800000000']],
  ] as const)('says %s', (problem, cells) => {
    expect(one(...cells)).toMatchObject({ problem })
  })

  it('is refused with an identity number in any cell, and nothing of it is kept', () => {
    for (const cell of ['11010519491231002X', '１１０１０５１９４９１２３１００２Ｘ', '110105 19491231 002x', '证件 11010519491231002X'])
      expect(one('侯紫草', '涪洋镇卫生院', '', '', null, null, null, '', cell)).toMatchObject({
        line: 2, name: '', org: '', certificate_no: '', problem: 'citizenNumber', found: '' })
    expect(one('侯紫草', '', '', '', null, null, null, '', '110105194912310021')).toMatchObject({ problem: null })
  })

  it('may have a telephone number beside it, which is not read', () => {
    const row = one('侯紫草', '', '', '', null, null, null, '', '', '13800000000')

    expect(row.problem).toBeNull()
    expect(JSON.stringify(row)).not.toContain('1380')
  })

  it('rounds what a formula came to, and nothing that was typed', () => {
    expect(one('侯紫草', '', '', '', 88.333333)).toMatchObject({ theory_score: 88.3 })
    expect(one('侯紫草', '', '', '', '88.33')).toMatchObject({ problem: 'theory' })
  })
})

const organisation = (id: number, name: string) => ({ id: id as OrganisationId, name }) as Organisation
const byName = organisationsByName([organisation(1, '涪洋镇卫生院'), organisation(2, '砚山镇卫生院'), organisation(3, '村卫生室'), organisation(4, '村卫生室')])
const known: Person = { id: personId('known') as PersonId, name: '申艾叶', organisation_id: 1 as OrganisationId, title_level: 'none', category: 'tcm' }
const world = { roster: [], people: [known], byName, chosen: new Map<string, OrganisationId>(), workplaces: new Map<PersonId, OrganisationId>() }
const statesOf = (rows: readonly ImportRow[], more: object = {}) =>
  preview(rows, { ...world, ...more }).map(({ state, problem }) => problem ?? state)

describe('what becomes of the rows', () => {
  it('tells new people, known ones, and those on the roster already', () => {
    const rows = rowsOf(['侯紫草', '涪洋镇卫生院'], ['申艾叶', '涪洋镇卫生院'], ['申艾叶', '砚山镇卫生院'])

    expect(statesOf(rows)).toEqual(['new', 'known', 'new'])
    expect(statesOf(rows, { roster: [newRow(known.id, 1 as OrganisationId)] })).toEqual(['new', 'inRoster', 'new'])
  })

  it('takes nobody typed for practice for known but in practice', () => {
    const rows = rowsOf(['申艾叶', '涪洋镇卫生院'])
    const people = [{ ...known, practice: true }]

    expect([statesOf(rows, { people }), statesOf(rows, { people, practice: true })]).toEqual([['new'], ['known']])
  })

  it('asks where somebody works whom no organisation of that name is known of, or two', () => {
    const rows = rowsOf(['侯紫草', '涪阳卫生院'], ['柏青蒿', ''], ['童白蔹', '村卫生室'])

    expect(statesOf(rows)).toEqual(['orgOpen', 'orgOpen', 'orgOpen'])
    expect(statesOf(rows, { chosen: new Map([['涪阳卫生院', 1], ['', 2], ['村卫生室', 3]]) })).toEqual(['new', 'new', 'new'])
  })

  it('lists every institution to be asked for, with the number of its rows', () => {
    const rows = rowsOf(...Array.from({ length: 40 }, (_, n) => ['侯紫草', `第${n}卫生室`]), ['柏青蒿', '第3卫生室'], ['童白蔹', '涪洋镇卫生院'], ['', '花木店'])

    const open = openOrganisations(rows, byName)

    expect([open.size, open.get('第0卫生室'), open.get('第3卫生室')]).toEqual([40, 1, 2])
  })

  it('takes nobody twice and no certificate number twice', () => {
    const rows = rowsOf(
      ['侯紫草', '涪洋镇卫生院', '', '', 1, 1, '是', 'A-1'], ['侯紫草', '涪洋镇卫生院'], ['柏青蒿', '涪洋镇卫生院', '', '', 1, 1, '是', 'A-1'],
      ['童白蔹', '涪洋镇卫生院', '', '', 1, 1, '是', 'A-0'])

    expect(statesOf(rows, { roster: [{ ...newRow(personId('x') as PersonId, null), certificate_no: 'A-0' }] }))
      .toEqual(['new', 'twice', 'certificateTwice', 'certificateTwice'])
  })

  it('fills the roster to its end', () => {
    const full = Array.from({ length: 999 }, (_, n) => newRow(personId(`p${n}`) as PersonId, null))

    expect(statesOf(rowsOf(['侯紫草', '涪洋镇卫生院'], ['柏青蒿', '涪洋镇卫生院']), { roster: full })).toEqual(['new', 'rosterFull'])
  })

  it('gives the good rows as trainees, with their results, and the new people apart', () => {
    const rows = preview(rowsOf(
      ['申艾叶', '涪洋镇卫生院', '', '', 60, 70, '合格', 'A-1'], ['侯紫草', '涪洋镇卫生院', '护士', '护理'], ['', '涪洋镇卫生院']), world)

    const { trainees, people } = taken(rows, () => personId('made') as PersonId)

    expect(trainees).toEqual([
      { person_id: known.id, org_id: 1, techniques: [], theory_score: 60, practice_score: 70, passed: true, certificate_no: 'A-1' },
      { person_id: personId('made'), org_id: 1, techniques: [], theory_score: null, practice_score: null, passed: null, certificate_no: '' },
    ])
    expect(people).toEqual([{ id: personId('made'), name: '侯紫草', organisation_id: 1, title_level: 'junior', category: 'nursing' }])
  })

  describe('of somebody who stands on the roster', () => {
    const [org, other] = [1, 2] as [OrganisationId, OrganisationId]
    const scanned = { ...known, id: personId('scanned') as PersonId, name: '侯紫草', organisation_id: null }
    const people = [known, scanned]
    const after = (rows: readonly ImportRow[], roster: readonly RosterRow[]) => {
      const rest = { ...world, people, roster }
      return putRows(roster, taken(preview(rows, rest), () => personId('made') as PersonId).trainees)
    }
    const results = ['', '', 60, 70, '合格', 'A-1'] as const

    it('fills in the results that are missing there, by the institution of the roster', () => {
      const roster = [newRow(scanned.id, org), { ...newRow(known.id, org), theory_score: 60 }]
      const rows = rowsOf(['侯紫草', '涪洋镇卫生院', ...results], ['申艾叶', '涪洋镇卫生院', '', '', 60])

      expect(statesOf(rows, { people, roster })).toEqual(['filled', 'inRoster'])
      expect(after(rows, roster)).toEqual([
        { ...newRow(scanned.id, org), theory_score: 60, practice_score: 70, passed: true, certificate_no: 'A-1' }, roster[1]])
    })

    it('keeps what stands there, and says where the sheet differs', () => {
      const roster = [{ ...newRow(known.id, org), theory_score: 88, passed: false }]
      const rows = rowsOf(['申艾叶', '涪洋镇卫生院', ...results])

      expect(preview(rows, { ...world, roster })[0]).toMatchObject({ state: 'filled', differs: ['theory_score', 'passed'] })
      expect(after(rows, roster)).toEqual([{ ...roster[0], practice_score: 70 }])
    })

    it('is who was scanned and has no institution yet, if nobody shares the name', () => {
      const roster = [newRow(scanned.id, null)]
      const rows = rowsOf(['侯紫草', '涪洋镇卫生院', ...results])

      expect(after(rows, roster)).toMatchObject([{ person_id: scanned.id, org_id: org, theory_score: 60 }])
      expect(statesOf([...rows, ...rowsOf(['侯紫草', '砚山镇卫生院'])], { people, roster })).toEqual(['new', 'new'])
    })

    it('is asked for where two of the name stand there', () => {
      const twins = [newRow(scanned.id, org), newRow(personId('twin') as PersonId, org)]

      expect(statesOf(rowsOf(['侯紫草', '涪洋镇卫生院', ...results]), { people: [...people, { ...scanned, id: personId('twin') }], roster: twins })).toEqual(['namesakes'])
    })

    it('takes a certificate number once', () => {
      const roster = [newRow(known.id, org), { ...newRow(scanned.id, other), passed: true, certificate_no: 'A-1' }]

      expect(statesOf(rowsOf(['申艾叶', '涪洋镇卫生院', ...results]), { people, roster })).toEqual(['certificateTwice'])
    })
  })

  it('knows people by where earlier rosters say that they work', () => {
    const scanned = { ...known, organisation_id: null }

    expect(statesOf(rowsOf(['申艾叶', '涪洋镇卫生院']), { people: [scanned] })).toEqual(['new'])
    expect(statesOf(rowsOf(['申艾叶', '涪洋镇卫生院']), { people: [scanned], workplaces: new Map([[known.id, 1]]) })).toEqual(['known'])
  })
})
