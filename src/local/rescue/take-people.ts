import type { NewPerson } from '@/domain/ports'
import { encode } from '../codec'
import type { DeviceDatabase } from '../database'

/** Takes in the people of a file whom a text names and who are not here, within the transaction of whoever calls it. */
export async function takePeople({ people: typed }: DeviceDatabase, text: string, people: readonly NewPerson[]): Promise<void> {
  for (const person of people.filter((each) => text.includes(each.id)))
    if (!await typed.get(person.id)) await typed.put({ key: person.id, ...encode(person) })
}
