/** Where one revision of a record is; the other axis, what it is worth, is its status. */
export const deliveries = ['queued', 'sending', 'acknowledged', 'verified', 'refused'] as const
export type Delivery = (typeof deliveries)[number]

export const photoDeliveries = ['waiting', 'sending', 'received', 'verified', 'refused'] as const
export type PhotoDelivery = (typeof photoDeliveries)[number]

/**
 * What the screen says of a record: a record counts as verified only when the server holds this revision and has
 * confirmed every photo of its manifest.
 */
export function deliveryOf(
  entry: { readonly state: 'queued' | 'sending' | 'refused' } | null,
  photos: readonly PhotoDelivery[],
): Delivery {
  if (entry) return entry.state
  return photos.every((state) => state === 'verified') ? 'verified' : 'acknowledged'
}
