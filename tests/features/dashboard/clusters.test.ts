// @vitest-environment node
import { expect, it } from 'vitest'
import type { ActivityRow } from '../../../src/domain/reports.ts'
import { clusterRows } from '../../../src/features/dashboard/clusters.ts'
import { documentId } from '../../make/payload.ts'

const row = (n: number, lng: number | null, lat: number | null): ActivityRow => ({
  id: documentId(n), kind: 'free_clinic', status: 'submitted', title: `第${n}次`, started_at: '2026-05-08T01:00:00Z',
  host_area_name: '', organisation_name: '', sessions: 1, visits: 1, photo_count: 0, photos_verified: 0, lng, lat,
})
const china: [number, number, number, number] = [73, 3, 136, 54]
const rows = [row(1, 107.889, 28.531), row(2, 107.890, 28.532), row(3, 120.58, 30.05), row(4, null, null), row(5, 107, null)]

it('groups what lies close, counts each record once, and leaves out those without a position', () => {
  const clusters = clusterRows(rows)
  const marks = clusters.at(china, 5)

  expect(clusters.placed).toBe(3)
  expect(marks.map(({ count }) => count).sort()).toEqual([1, 2])
  expect(marks.find(({ count }) => count === 1)).toMatchObject({ id: documentId(3), title: '第3次', lng: expect.closeTo(120.58, 4) })
})

it('says at which zoom a group falls apart', () => {
  const clusters = clusterRows(rows)
  const group = clusters.at(china, 5).find(({ count }) => count === 2)

  expect(group?.id).toBeNull()
  expect(group?.zoom).toBeGreaterThan(5)
  expect(clusters.at(china, group?.zoom ?? 0).map(({ count }) => count)).toEqual([1, 1, 1])
})

it('draws nothing of nothing', () => {
  expect(clusterRows([]).at(china, 5)).toEqual([])
})
