import type { PersonId } from '@/domain/id'

/** Resolves with what a request found. */
export const answer = <T>(request: IDBRequest<T>): Promise<T> => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result)
  request.onerror = () => reject(request.error ?? new Error('the store gave no answer'))
})

/**
 * Opens a person's store at the version it has, for reading; null when there is none. Makes no store, and is shut at once
 * where a newer release of the app wants to change it.
 */
export function openRaw(factory: IDBFactory, person: PersonId): Promise<IDBDatabase | null> {
  return new Promise((resolve, reject) => {
    const request = factory.open(`xingxun-${person}`)
    let missing = false
    request.onupgradeneeded = () => {
      missing = true
      request.transaction?.abort()
    }
    request.onerror = (event) => {
      event.preventDefault()
      if (missing) resolve(null)
      else reject(request.error ?? new Error('the store cannot be opened'))
    }
    request.onsuccess = () => {
      const database = request.result
      database.onversionchange = () => database.close()
      resolve(database)
    }
  })
}

const name = /^xingxun-([0-9a-f-]{36})$/

/** Whose stores this browser keeps; `known` are those who are asked for where the browser does not list its stores. */
export async function peopleHere(factory: IDBFactory, known: readonly PersonId[]): Promise<readonly PersonId[]> {
  if (!('databases' in factory)) return known
  const found = await factory.databases()
  return found.flatMap((each) => (name.exec(each.name ?? '')?.[1] as PersonId | undefined) ?? [])
}
