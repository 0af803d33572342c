import type { Payload } from '@/domain/document'
import type { Problem } from '@/domain/problem'
import type { Container, Workplace } from '@/container'

/**
 * Seals a record: the tap on 提交. Its bytes, hash, rule version and device number are fixed from here on. The caller
 * has made sure that no problem stands. Resolves once the sealed record is on the disk.
 */
export async function submit(
  payload: Payload,
  ruleVersion: string,
  container: Pick<Container, 'clock' | 'hash'>,
  { local, sync }: Pick<Workplace, 'local' | 'sync'>,
): Promise<Payload> {
  const device = await local.device.next('sealed')
  const now = container.clock.now()
  const sealed: Payload = {
    ...payload,
    status: 'submitted',
    sealed: { at: new Date(now).toISOString(), device_seq: device.sealed, rule_version: ruleVersion },
  }
  await local.records.save(sealed, [], now)
  await local.outbox.fix(payload.id, container.hash)
  sync.soon()
  return sealed
}

/** Problems by field, the worst of each field first: what the form shows. */
export function byField(problems: readonly Problem[]): ReadonlyMap<string, Problem> {
  const map = new Map<string, Problem>()
  for (const problem of problems) {
    const shown = map.get(problem.field)
    if (!shown || (shown.level === 'warning' && problem.level === 'error')) map.set(problem.field, problem)
  }
  return map
}
