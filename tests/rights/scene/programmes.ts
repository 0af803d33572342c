import type { Queryable } from '../../../supabase/embedded/database.ts'

interface Programme {
  readonly id: number
  readonly kind: string
  readonly until: string | null
  /** What organisations are in it. */
  readonly parts: Readonly<Record<number, string>>
}

/** Programmes of the scene, by hand: one that is led, one of two ends, and one whose term is over. */
export const programmes = {
  alliance: { id: 901, kind: 'specialty_alliance', until: null, parts: { 10001: 'lead', 121: 'member', 123: 'member' } },
  pairing: { id: 902, kind: 'paired_support', until: null, parts: { 123: 'supporter', 121: 'recipient' } },
  over: { id: 903, kind: 'collaboration_group', until: '2026-06-30', parts: { 121: 'lead', 123: 'member' } },
} satisfies Record<string, Programme>

/** Writes the programmes as their owner, before records name them. */
export async function addProgrammes(tx: Queryable): Promise<void> {
  for (const [name, { id, kind, until, parts }] of Object.entries<Programme>(programmes)) {
    await tx.query("insert into app.programmes (id, kind, name, valid_from, valid_to) values ($1, $2, $3, '2026-01-01', $4)",
      [id, kind, `计划 ${name}`, until])
    for (const [organisation, part] of Object.entries(parts)) {
      await tx.query("insert into app.programme_members values ($1, $2, $3, '2026-01-01', null)", [id, Number(organisation), part])
    }
  }
}
