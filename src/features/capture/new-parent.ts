import type { Workplace } from '@/container'
import type { ActivityKindSlug } from '@/domain/activity'
import type { DocumentId } from '@/domain/id'
import type { Invitation } from '@/domain/invitation'
import { kindModels } from '@/kinds/models'
import { nextSequence, readChildren } from '../children/children'
import type { NewParent } from './new-record'

const longestTitle = 80

/**
 * What a new record of a kind takes from the record that it is to belong to, which need not be on this device: `invitation`
 * is what a colleague's link says of it. `t` words the title.
 */
export async function readParent(
  { local, t }: { readonly local: Workplace['local']; readonly t: (key: string, values: Record<string, unknown>) => string },
  kind: ActivityKindSlug, id: DocumentId, invitation?: Invitation,
): Promise<NewParent> {
  const [view, siblings] = await Promise.all([local.records.read(id), readChildren(local, id)])
  const payload = view?.record.payload
  const nth = nextSequence(siblings)
  const whole = payload?.header.title || invitation?.title
  const title = whole ? t(`kinds.${kind}.titleOf`, { title: whole, nth }) : ''
  const held = payload && kindModels[payload.kind].children?.invite?.(payload.answers)
  // The copy here may be older than the code.
  const answers = held && invitation ? kindModels[kind].complete?.(held, invitation.answers) as typeof held | null ?? held : held ?? invitation?.answers
  return { id, payload, nth, title: [...title].slice(0, longestTitle).join(''), answers, header: invitation }
}
