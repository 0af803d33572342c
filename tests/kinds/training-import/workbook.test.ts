// @vitest-environment node
import { deflateRawSync } from 'node:zlib'
import { writeXlsx } from 'hucre/xlsx'
import { describe, expect, it } from 'vitest'
import { mostRows } from '../../../src/fields/spreadsheet/limits.ts'
import { readRosterSheet } from '../../../src/kinds/training-session/import/workbook.ts'
import type { Cell } from '../../../src/fields/spreadsheet/workbook.ts'
import { workbookOf } from '../../../src/fields/spreadsheet/template.ts'

type Rows = readonly (readonly Cell[])[]
const book = (...sheets: readonly Rows[]) => writeXlsx({
  sheets: sheets.map((rows, n) => ({ name: `表${n + 1}`, rows: rows.map((row) => [...row]) })),
})
const read = async (...sheets: readonly Rows[]) => readRosterSheet(await book(...sheets))

describe('reading a roster out of a workbook', () => {
  it('finds the columns by their headers, below titles, in any order and however written', async () => {
    const answer = await read([
      ['务川县第 2 期适宜技术培训班学员名册'], [],
      ['序号', '工作单位 ', ' 姓 名*', '理论成绩（分）', '证书编号', '备注'],
      [1, '涪洋镇卫生院', '侯紫草', 88.5, 'A-1', ''], [], [2, '', '柏青蒿', '', null, null],
    ])

    expect(answer).toEqual({ sheet: {
      columns: { org: 1, name: 2, theory: 3, certificate: 4 },
      rows: [
        { line: 4, cells: [1, '涪洋镇卫生院', '侯紫草', 88.5, 'A-1', ''] },
        { line: 6, cells: [2, '', '柏青蒿', '', null, null].slice(0, 3).concat(['']) },
      ],
    } })
  })

  it('goes on to the sheet that has names', async () => {
    expect(await read([['说明'], ['请填第二张表']], [['姓名'], ['侯紫草']])).toMatchObject({ sheet: { rows: [{ line: 2 }] } })
  })

  it('takes formulas as the value they had', async () => {
    const bytes = await writeXlsx({ sheets: [{ name: '名册', rows: [['姓名', '理论'], ['侯紫草', null]],
      cells: new Map([['1,1', { value: null, type: 'formula', formula: '40+48.5', formulaResult: 88.5 }]]) }] })

    expect(await readRosterSheet(bytes)).toMatchObject({ sheet: { rows: [{ cells: ['侯紫草', 88.5] }] } })
  })

  it.each([
    ['noNameColumn', [['名单'], ['侯紫草']]],
    ['noRows', [['姓名', '单位'], [], ['', ' ']]],
    ['noNameColumn', []],
  ] as const)('says %s', async (trouble, rows) => {
    expect(await read(rows)).toEqual({ trouble })
  })

  it('takes two thousand rows and no more', async () => {
    const rows = (count: number) => [['姓名'], ...Array.from({ length: count }, (_, n) => [`学员${n}`])]

    expect(await read(rows(mostRows))).toMatchObject({ sheet: { rows: { length: mostRows } } })
    expect(await read(rows(mostRows + 1))).toEqual({ trouble: 'tooManyRows' })
  })
})

/** An archive of one file, whose directory says what the test wants. */
function archive(name: string, content: Buffer, said = content.length, flags = 0): Uint8Array {
  const packed = deflateRawSync(content)
  const head = (signature: number, size: number) => {
    const buffer = Buffer.alloc(size)
    buffer.writeUInt32LE(signature, 0)
    return buffer
  }
  const local = head(0x04034b50, 30)
  local.writeUInt16LE(8, 8)
  local.writeUInt16LE(name.length, 26)
  const entry = head(0x02014b50, 46)
  entry.writeUInt16LE(flags, 8)
  entry.writeUInt16LE(8, 10)
  entry.writeUInt32LE(flags ? 0 : packed.length, 20)
  entry.writeUInt32LE(said, 24)
  entry.writeUInt16LE(name.length, 28)
  const end = head(0x06054b50, 22)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(46 + name.length, 12)
  end.writeUInt32LE(30 + name.length + packed.length, 16)
  return Buffer.concat([local, Buffer.from(name), packed, entry, Buffer.from(name), end])
}

describe('a file that is no roster', () => {
  const bomb = Buffer.alloc(60 * 1024 * 1024)

  it.each([
    ['notWorkbook', 'an empty file', () => new Uint8Array()],
    ['notWorkbook', 'text', () => new TextEncoder().encode('姓名,单位\n侯紫草,卫生院\n')],
    ['notWorkbook', 'an archive of something else', () => archive('hello.txt', Buffer.from('hello'))],
    ['notWorkbook', 'an archive cut off', async () => (await book([['姓名'], ['侯紫草']])).slice(0, 600)],
    ['encrypted', 'a workbook with a password, or of the nineties', () => new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...new Array<number>(2000).fill(0)])],
    ['tooLarge', 'a file beyond two megabytes', () => new Uint8Array(2 * 1024 * 1024 + 1)],
    ['tooLarge', 'a small file that unpacks to much', () => archive('[Content_Types].xml', bomb)],
    ['notWorkbook', 'one that lies about that', () => archive('[Content_Types].xml', bomb, 1000)],
    ['notWorkbook', 'one that says nothing of it', () => archive('[Content_Types].xml', bomb, 0)],
    ['notWorkbook', 'one that says so later', () => archive('[Content_Types].xml', bomb, 0, 8)],
  ] as const)('is %s: %s', async (trouble, _, bytes) => {
    expect(await readRosterSheet(await bytes())).toEqual({ trouble })
  })

  it('an encrypted workbook as Excel writes it', async () => {
    const bytes = await writeXlsx({ sheets: [{ name: '名册', rows: [['姓名'], ['侯紫草']] }], encryption: { password: '123', spinCount: 10 } })

    expect(await readRosterSheet(bytes)).toEqual({ trouble: 'encrypted' })
  })
})

it('the template can be read back', async () => {
  const blob = await workbookOf('学员名册', [['姓名', '单位'], ['示例学员', '示例卫生院']])

  expect(await readRosterSheet(new Uint8Array(await blob.arrayBuffer()))).toMatchObject({ sheet: { columns: { name: 0, org: 1 } } })
})
