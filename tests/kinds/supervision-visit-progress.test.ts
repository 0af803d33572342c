// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { meetSection, nextItem, scoreOf, standingOf } from '../../src/kinds/supervision-visit/progress.ts'
import { offered } from '../../src/kinds/supervision-visit/templates.ts'
import { makeItem, makeTemplate, parts } from '../make/checklist.ts'
import { makeVisitAnswers, makeVisitItem } from '../make/visit.ts'

const template = makeTemplate([], { sections: [
  { code: 'one', title: 'one', items: [makeItem('a'), makeItem('b', { answer: 'count', target: 3 }), makeItem('c')] },
  { code: 'two', title: 'two', items: [
    makeItem('d', { answer: 'parts', rule: { kind: 'all_or_nothing', parts: parts('x', 'y') } }),
    makeItem('e', { max: 0, rule: { kind: 'bonus', step: 1, add: 2, most: null } })] }] })
const answersWith = (items: Parameters<typeof makeVisitAnswers>[0] & object) => makeVisitAnswers(items)

describe('jumping through a list', () => {
  const answers = answersWith({ items: { a: makeVisitItem(), c: makeVisitItem({ answer: { yes: false } }) } })
  const score = scoreOf(template, answers)

  it('goes on to the next open item, section by section, and round to the first', () => {
    expect(nextItem(score.items, 'open', null)).toBe('b')
    expect(nextItem(score.items, 'open', 'b')).toBe('d')
    expect(nextItem(score.items, 'open', 'd')).toBe('e')
    expect(nextItem(score.items, 'open', 'e')).toBe('b')
  })

  it('goes to what is not met, and to the only one again', () => {
    expect(nextItem(score.items, 'failed', null)).toBe('c')
    expect(nextItem(score.items, 'failed', 'c')).toBe('c')
  })

  it('goes nowhere when there is none', () => {
    expect(nextItem(scoreOf(template, answersWith({ items: {} })).items, 'failed', null)).toBeNull()
  })
})

describe('how an item stands', () => {
  const beds = { answer: 'count', target: 3, max: 4, rule: { kind: 'per_n_units', step: 1, deduct: 2 } } as const
  const standing = (item: ReturnType<typeof makeItem>, count: number) => {
    const answers = answersWith({ items: { [item.code]: makeVisitItem({ answer: { count } }) } })
    const [score] = scoreOf(makeTemplate([item]), answers).items
    return score && standingOf(item, score)
  }

  it('tells a part of the score from none of it', () => {
    expect([3, 2, 1].map((count) => standing(makeItem('a', beds), count))).toEqual(['success', 'warning', 'danger'])
  })

  it('is as bad as none where the item alone ruins the whole', () => {
    expect(standing(makeItem('a', { ...beds, gate: 'core' }), 2)).toBe('danger')
  })
})

describe('a section met as a whole', () => {
  it('ticks what is open, leaves what was answered, and makes up no figure and no bonus', () => {
    const answers = answersWith({ items: { a: makeVisitItem({ answer: { yes: false } }) } })
    const met = template.sections.reduce((each, section) => meetSection(each, section, scoreOf(template, each)), answers)

    expect(met.items['a']).toBe(answers.items['a'])
    expect(Object.fromEntries(Object.entries(met.items).map(([code, { answer }]) => [code, answer]))).toEqual(
      { a: { yes: false }, c: { yes: true }, d: { present: ['x', 'y'] } })
  })

  it('does not touch another section', () => {
    const answers = answersWith({ items: {} })
    const [first] = template.sections

    expect(first && Object.keys(meetSection(answers, first, scoreOf(template, answers)).items)).toEqual(['a', 'c'])
  })
})

describe('the checklists on offer', () => {
  const list = (code: string, version: number, kinds: readonly string[]) =>
    ({ sha256: `${code}-${version}`, template: makeTemplate([makeItem('a')], { code, version, applies_to: kinds }) })
  const lists = [list('hall', 1, ['township_hospital']), list('hall', 2, ['township_hospital']), list('pavilion', 1, ['village_clinic'])]
  const names = (kind: string, chosen = '') => offered(lists, kind, chosen, []).map(({ sha256 }) => sha256)

  it('are the newest versions for that kind of organisation, all for an unknown one', () => {
    expect(names('township_hospital')).toEqual(['hall-2'])
    expect(names('')).toEqual(['hall-2', 'pavilion-1'])
  })

  it('keep the version that a visit was begun with', () => {
    expect(names('township_hospital', 'hall-1')).toEqual(['hall-1', 'hall-2'])
  })

  it('have the own weights of the place in place of the shipped list, and never those of another', () => {
    const own = (area_id: number, version: number) => ({ sha256: `own-${area_id}-${version}`, template: { ...makeTemplate([makeItem('a')],
      { code: `hall_${area_id}`, version, applies_to: ['township_hospital'] }), own: { area_id, code: 'hall', version: 2, sha256: 'hall-2' } } })
    const at = (line: readonly number[], chosen = '') =>
      offered([...lists, own(52, 1), own(520326, 1), own(520326, 2)], 'township_hospital', chosen, line).map(({ sha256 }) => sha256)

    expect(at([520326, 5203, 52])).toEqual(['own-520326-2'])
    expect(at([520327, 5203, 52])).toEqual(['own-52-1'])
    expect(at([130682, 13])).toEqual(['hall-2'])
    expect(at([520326, 52], 'own-520326-1')).toEqual(['own-520326-1', 'own-520326-2'])
  })
})
