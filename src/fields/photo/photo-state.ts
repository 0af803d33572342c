import type { PhotoDelivery } from '@/domain/delivery'
import type { Tone } from '@/ui/tone'

export type PhotoState = PhotoDelivery

const tones: Readonly<Record<PhotoDelivery, Tone>> = {
  waiting: 'neutral', sending: 'progress', received: 'info', verified: 'success', refused: 'danger',
}

/** How a picture's place feels; one without a state has not left this device. */
export const photoTone = (state: PhotoDelivery | undefined): Tone => tones[state ?? 'waiting']

/** Whether the server has this picture, so that one that is not here comes from it. */
export const isOnServer = (state: PhotoDelivery | undefined): boolean => state === 'received' || state === 'verified'
