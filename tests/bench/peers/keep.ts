import { openDB } from 'idb'

const open = () => openDB('answers', 1, { upgrade: (database) => void database.createObjectStore('forms') })

/** Puts a filled form on the disk as a host of the form would, and then says so in the page. */
export async function keep(text: string): Promise<void> {
  const database = await open()
  const { store, done } = database.transaction('forms', 'readwrite', { durability: 'strict' })
  await Promise.all([store.put(text, 'only'), done])
  database.close()
  document.body.dataset['save'] = 'saved'
}

/** Offers the bench how many answers are on the disk. */
export function offerKept(answer: RegExp): void {
  const kept = async () => {
    const database = await open()
    const text: unknown = await database.get('forms', 'only')
    database.close()
    return typeof text === 'string' ? [...text.matchAll(answer)].length : 0
  }
  Object.assign(window, { bench: { kept } })
}
