import type { PhotoDelivery } from '@/domain/delivery'
import type { Tone } from '@/ui/tone'

/** Where a picture is, or that it is not even on this device's disk. */
export type PhotoState = PhotoDelivery | 'unsaved'

const tones: Readonly<Record<PhotoState, Tone>> = {
  unsaved: 'danger',
  waiting: 'neutral', sending: 'progress', received: 'info', verified: 'success', refused: 'danger',
}

/** How a picture's place feels; one without a state has not left this device. */
export const photoTone = (state: PhotoState | undefined): Tone => tones[state ?? 'waiting']

/** Whether the server has this picture, so that one that is not here comes from it. */
export const isOnServer = (state: PhotoState | undefined): boolean => state === 'received' || state === 'verified'
