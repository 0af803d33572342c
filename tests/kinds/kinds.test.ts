// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { activityKinds } from '../../src/domain/activity.ts'
import { kindModels } from '../../src/kinds/models.ts'
import { kindViews } from '../../src/kinds/views.ts'
import { makeHeader } from '../make/payload.ts'

describe.each(activityKinds)('the kind %s', (slug) => {
  const model = kindModels[slug]

  it('says its own name, letter and version', () => {
    expect(model.slug).toBe(slug)
    expect(model.letter).toMatch(/^[A-Z]{1,2}$/)
    expect(model.version).toBeGreaterThanOrEqual(1)
  })

  it('has a letter of its own', () => {
    expect(Object.values(kindModels).filter(({ letter }) => letter === model.letter)).toHaveLength(1)
  })

  it('takes its own blank answers back', () => {
    const blank = model.blank(null)

    expect(model.upgrade(blank, model.version)).toEqual(blank)
    expect(model.blank(blank)).toEqual(blank)
    const { sessions, visits, leaflets } = model.measures(blank, makeHeader())
    expect([visits, leaflets]).toEqual([0, 0])
    expect([0, 1]).toContain(sessions)
  })

  it('has its words in both languages, under its own name', async () => {
    for (const load of Object.values(kindViews[slug].words)) {
      const { default: words } = await load() as { default: { kinds: Record<string, unknown> } }
      expect(Object.keys(words.kinds)).toEqual([slug])
    }
  })
})
