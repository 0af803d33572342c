import type { Transaction } from './context.ts'

/** Round numbers of our own making: how many live in each demo county, and how many village doctors are registered there. */
const figures = [
  { county: 520326, residents: 320_000, villageDoctors: 96 },
  { county: 150421, residents: 240_000, villageDoctors: 88 },
  { county: 330602, residents: 1_010_000, villageDoctors: 72 },
  { county: 130682, residents: 1_080_000, villageDoctors: 110 },
]

/** Writes them for the year before `today`, as a manager's import would, and marked as made up. */
export async function writeFigures(tx: Transaction, today: string): Promise<void> {
  const year = Number(today.slice(0, 4)) - 1
  await tx.query(`
    insert into app.area_figures (area_id, figure, year, value, source, managed_area_id, demo)
    select f.county, named.figure, $2, named.value, '示例数据（虚构，非统计或登记数据）', f.county, true
    from jsonb_to_recordset(($1::text)::jsonb) as f(county int, residents int, "villageDoctors" int)
    cross join lateral (values ('residents', f.residents), ('village_doctors', f."villageDoctors")) as named(figure, value)
    on conflict (area_id, figure, year) do nothing`, [JSON.stringify(figures), year])
}
