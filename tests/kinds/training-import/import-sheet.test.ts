import { expect, it, vi } from 'vitest'
import { largestFile } from '../../../src/fields/spreadsheet/limits.ts'
import { openRosterCard } from '../open-roster-card.ts'

it('another file can be chosen after one that was refused', async () => {
  const { all, tap } = await openRosterCard({})
  await tap('button', '导入表格')
  const input = await vi.waitFor(() => {
    const [found] = all('[data-import=file]') as HTMLInputElement[]
    if (!found) throw new Error('no input')
    return found
  }, 10_000)
  const file = Object.defineProperty(new File(['x'], '名册.xlsx'), 'size', { value: largestFile + 1 })
  Object.defineProperty(input, 'files', { value: [file] })
  input.dispatchEvent(new Event('change'))

  await vi.waitFor(() => expect(all('[data-import-trouble]')).toHaveLength(1))
  await vi.waitFor(() => expect(all('[role=dialog] [aria-busy=true]')).toEqual([]))
})
