import type { Delivery } from '@/domain/delivery'
import type { Status } from '@/domain/activity'
import type { Tone } from '@/ui/tone'

export const deliveryTones: Readonly<Record<Delivery, Tone>> = {
  queued: 'neutral', sending: 'progress', acknowledged: 'info', verified: 'success', refused: 'danger',
}

export const statusTones: Readonly<Record<Status, Tone>> = {
  draft: 'neutral', submitted: 'info', returned: 'warning', approved: 'success', void: 'neutral',
}
