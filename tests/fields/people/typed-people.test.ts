// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { NewPerson } from '../../../src/domain/ports.ts'
import { offeredPeople, type Person } from '../../../src/domain/reference.ts'
import { isMet, keepTyped, knownAs, namesOf } from '../../../src/fields/people/typed-people.ts'
import { joinPeople } from '../../../src/fields/reference.ts'
import { personId } from '../../make/payload.ts'

const person = (word: string, organisation_id: number | null): Person =>
  ({ id: personId(word), name: word, organisation_id, title_level: 'none', category: 'tcm' })

describe('names', () => {
  it('are read one a line or between marks, each once, without what stands around them', () => {
    expect(namesOf(' 侯紫草\n柏青蒿　\r\n\n童白蔹、侯紫草，巴特尔·苏合;杜仲\t田七')).toEqual(
      ['侯紫草', '柏青蒿', '童白蔹', '巴特尔·苏合', '杜仲', '田七'])
    expect(namesOf(' \n，、')).toEqual([])
  })

  it('are no longer than the server takes', () => {
    expect(namesOf('长'.repeat(50))).toEqual(['长'.repeat(40)])
  })
})

describe('people typed here', () => {
  /** A device that remembers what is kept and queued. */
  function makeWorkplace(before: readonly Person[] = []) {
    const queued: NewPerson[] = []
    let typed: unknown = before
    const workplace = {
      identity: { memberships: [{ organisation_id: 121 }, { organisation_id: null }] },
      local: {
        preferences: { get: () => Promise.resolve(typed), set: (_key: string, value: unknown) => Promise.resolve(typed = value) },
        outbox: { addPerson: (each: NewPerson) => Promise.resolve(queued.push(each)) },
      },
    }
    return { workplace: workplace as never, queued, kept: () => typed }
  }

  it('keep their workplace on the device and tell the server of one’s own organisations only', async () => {
    const known = person('known', 121)
    const { workplace, queued, kept } = makeWorkplace([known])
    const [own, other] = [person('own', 121), person('other', 11010)]

    await keepTyped(workplace, [own, other])

    expect(kept()).toEqual([known, own, other])
    expect(queued).toEqual([own, { ...other, organisation_id: null }])
  })

  it('are who they are already when name and institution agree', () => {
    const people = [person('甲', 1), person('甲', 2)]

    expect(knownAs([person('乙', 2), { ...people[1] as Person, id: personId('second') }], '甲', 2)).toBe(personId('second'))
    expect(knownAs(people, '甲', 3)).toBe(undefined)
    expect(knownAs([person('甲', null)], '甲', 3)).toBe(undefined)
  })

  it('for practice are offered in records for practice alone, until they are typed in a real one', async () => {
    const { workplace, kept } = makeWorkplace()
    const at = (practice: boolean) => {
      const people = joinPeople(kept() as readonly Person[], [])
      return [[...offeredPeople(people.values(), practice)].length, knownAs(people.values(), '练习者', 121, practice) !== undefined, isMet(people, personId('练习者'), practice)]
    }
    await keepTyped(workplace, [person('练习者', 121)], true)
    expect([at(true), at(false)]).toEqual([[1, true, true], [0, false, false]])

    await keepTyped(workplace, [person('练习者', 121)])
    expect([at(true), at(false)]).toEqual([[1, true, true], [1, true, true]])
  })

  it('for practice are real where the server knows them', () => {
    const people = joinPeople([{ ...person('a', 121), practice: true }], [person('a', 121)])
    expect([...offeredPeople(people.values())]).toHaveLength(1)
  })

  it('follow the server’s word, but keep a workplace that only this device knows', () => {
    const typed = [person('a', 11010), person('b', 11010), person('c', 5)]
    const known = [{ ...person('a', null), name: '改名' }, person('b', 7)]

    expect([...joinPeople(typed, known).values()].map(({ name, organisation_id }) => [name, organisation_id]))
      .toEqual([['改名', 11010], ['b', 7], ['c', 5]])
  })

  it('go by the name of the entry that stands for them, which alone is offered', () => {
    const known = [{ ...person('a', 1), merged_into: personId('b') }, { ...person('b', 1), merged_into: personId('c') }, person('c', 1)]

    const people = joinPeople([], known)

    expect([...people.values()].map(({ name }) => name)).toEqual(['c', 'c', 'c'])
    expect([...offeredPeople(people.values())].map(({ id }) => id)).toEqual([personId('c')])
  })
})
