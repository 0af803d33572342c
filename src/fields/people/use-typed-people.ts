import { useContainer, useWorkplace } from '@/container'
import type { PersonId } from '@/domain/id'
import type { Person } from '@/domain/reference'
import { usePractice } from '../practice'
import { keepTyped } from './typed-people'

/** People whom this device learns of by itself: an id for each, and a place where they are kept until they are sent. */
export function useTypedPeople() {
  const { makeId } = useContainer()
  const workplace = useWorkplace()
  const practice = usePractice()
  return {
    practice,
    makePersonId: () => makeId() as string as PersonId,
    keep: (people: readonly Person[]) => keepTyped(workplace, people, practice.value),
  }
}
