// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { mayChange, statuses, transitions } from '../../src/domain/activity.ts'
import { readFileSync } from 'node:fs'

describe('a change of status', () => {
  const lawful = (by: 'author' | 'reviewer') => statuses.flatMap((from) =>
    statuses.filter((to) => mayChange(from, to, by)).map((to) => `${from}→${to}`))

  it('by the author is one of these and no other', () => {
    expect(lawful('author')).toEqual([
      'draft→draft', 'draft→submitted', 'draft→void', 'submitted→submitted', 'submitted→void',
      'returned→submitted', 'returned→returned', 'returned→void',
    ])
  })

  it('by a reviewer is one of these and no other', () => {
    expect(lawful('reviewer')).toEqual(['submitted→returned', 'submitted→approved', 'submitted→void', 'approved→void'])
  })

  it('is the same in the database', () => {
    const sql = readFileSync('supabase/schemas/20_documents.sql', 'utf8')
    const block = /insert into private\.transitions values([\s\S]*?);/.exec(sql)?.[1] ?? ''
    const rows = [...block.matchAll(/\('(\w+)', '(\w+)', '(\w+)'\)/g)].map(([, from, to, by]) => `${from} ${to} ${by}`)

    expect(rows.sort()).toEqual(transitions.map(({ from, to, by }) => `${from} ${to} ${by}`).sort())
  })
})
