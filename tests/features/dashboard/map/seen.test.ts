import { describe, expect, it } from 'vitest'
import type { Marks } from '../../../../src/domain/board.ts'
import { makeScene } from '../../../../src/features/dashboard/map/map-scene.ts'
import { markModes } from '../../../../src/features/dashboard/map/marks-painter.ts'
import { seenItems, showsBox } from '../../../../src/features/dashboard/map/seen.ts'

const kinds = ['free_clinic', 'training_session']
/** Two cells of which one is full: more sessions than dots are strewn over it. */
const cells: Marks = {
  at: '', grid: 4, kinds, x: [2, 9], y: [3, 9], kind: [0, 1], count: [50, 7], ids: null, titles: null, placed: 57, unplaced: 0,
}
const records: Marks = { ...cells, count: [1, 1], ids: ['a', 'b'], titles: ['甲', '乙'], placed: 2 }
const world = { left: 0, top: 0, scale: 512, width: 512, height: 512, ratio: 1 }

function sceneOf(marks: Marks) {
  const scene = makeScene(document.createElement('div'))
  scene.setMarks(marks)
  return scene
}
function seen(marks: Marks, mode: (typeof markModes)[number], frame = world) {
  const scene = sceneOf(marks)
  scene.mode = mode
  return scene.all ? seenItems(marks, scene.all, frame) : []
}

describe('what is in view', () => {
  it('counts sessions, however they are drawn', () => {
    const dots = sceneOf(cells)
    dots.mode = 'dots'
    expect(dots.index?.length).toBe(12 + 7)

    for (const mode of markModes) {
      const items = seen(cells, mode)
      expect([mode, items.map(({ count }) => count)]).toEqual([mode, [50, 7]])
      expect(items.map(({ kinds: shares }) => shares)).toEqual([[{ slug: 'free_clinic', count: 50 }], [{ slug: 'training_session', count: 7 }]])
    }
  })

  it('is single records where the answer has them, those within the frame alone', () => {
    for (const mode of markModes) {
      expect(seen(records, mode).map(({ id, title, count }) => [id, title, count])).toEqual([['a', '甲', 1], ['b', '乙', 1]])
      expect(seen(records, mode, { ...world, width: 256, height: 256 }).map(({ id }) => id)).toEqual(['a'])
    }
  })
})

describe('a frame', () => {
  it('shows a box whole or not', () => {
    expect(showsBox(world, [0, 0, 1, 1])).toBe(true)
    expect(showsBox({ ...world, width: 500 }, [0, 0, 1, 1])).toBe(false)
    expect(showsBox({ ...world, left: 0.1 }, [0.1, 0.2, 0.5, 0.5])).toBe(true)
    expect(showsBox({ ...world, top: 0.3 }, [0.1, 0.2, 0.5, 0.5])).toBe(false)
  })
})
