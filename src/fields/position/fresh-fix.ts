import type { Fix } from '@/domain/place'

/** A reading older than this says where the device was, not where it is. */
const fresh = 60_000
const patience = 4_000

/**
 * Where the device is now, without asking anybody: a reading of the last minute when location was granted before, else
 * null. Never prompts and never takes longer than four seconds.
 */
export async function freshFix(geolocation: Geolocation | undefined): Promise<Fix | null> {
  const permission = await navigator.permissions?.query({ name: 'geolocation' })
  if (!geolocation || permission?.state !== 'granted') return null
  return new Promise((resolve) => geolocation.getCurrentPosition(
    ({ coords: { longitude: lng, latitude: lat, accuracy: accuracy_m }, timestamp }) =>
      resolve({ lng, lat, accuracy_m, at: new Date(timestamp).toISOString() }),
    () => resolve(null),
    { enableHighAccuracy: true, maximumAge: fresh, timeout: patience },
  ))
}
