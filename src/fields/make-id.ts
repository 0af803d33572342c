import { useContainer } from '@/container'

/** Makes ids for what a form adds that is to be known again. */
export const useMakeId = () => useContainer().makeId
