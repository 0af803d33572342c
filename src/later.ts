import type { ShallowRef } from 'vue'
import { makeRenewal } from './app/renew'
import type { Workplace } from './container'
import type { Clock, PhotoMaker, Session } from './domain/ports'
import type { Rescue } from './local/rescue/rescue'

// What main.ts puts together only after the first page stands.

export { registerServiceWorker } from './app/register-worker'

/** Asks for the person's rights anew whenever the server was reached; gives the function to call then. */
export async function renewalOf(workplace: ShallowRef<Workplace | null>, session: Session, clock: Clock): Promise<() => Promise<void>> {
  const { askAgain } = await import('./sync/packs')
  return makeRenewal({ workplace, session, clock, askAgain })
}

let photoMaker: Promise<PhotoMaker> | undefined

/** Makes a picture, by one maker that is fetched when the first is taken. */
export const makePhoto: PhotoMaker['make'] = async (file, stamp) => {
  photoMaker ??= import('./photos/make-photo').then(({ createPhotoMaker }) => createPhotoMaker())
  return (await photoMaker).make(file, stamp)
}

/** The rescue of the signed-in person's records. Throws where nobody has signed in. */
export async function rescueOf(workplace: ShallowRef<Workplace | null>, random: (bytes: number) => Uint8Array): Promise<Rescue> {
  if (!workplace.value) throw new Error('nobody has signed in')
  const { openRescue } = await import('./local/rescue/rescue')
  return openRescue({ person: workplace.value.identity.personId, factory: indexedDB, random })
}
