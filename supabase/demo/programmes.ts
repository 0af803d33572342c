import type { Transaction } from './context.ts'

/** The pairing that outings of 绍兴市中医院 to 务川 belong to. */
export const pairing = 9001
const alliance = 9002

/** Writes a pairing across provinces and an alliance within one, with their members, from the given day on. */
export async function writeProgrammes(tx: Transaction, since: string): Promise<void> {
  await tx.query(`
    insert into app.programmes (id, kind, name, source, area_id, valid_from, demo) values
      ($1, 'paired_support', '绍兴市中医院对口帮扶务川县中医院', '绍市中医〔2017〕66号', 520326, $3, true),
      ($2, 'specialty_alliance', '中医肺病优势专科联盟（演示）', '', 130000, $3, true)`, [pairing, alliance, since])
  await tx.query(`
    insert into app.programme_members (programme_id, organisation_id, part, valid_from) values
      ($1, 111, 'supporter', $3), ($1, 121, 'recipient', $3), ($2, 112, 'lead', $3), ($2, 123, 'member', $3)`,
  [pairing, alliance, since])
}
