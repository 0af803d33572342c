import { accept, plant } from '../accept.ts'
import { makePayload } from '../payload.ts'

/** Ten thousand records. */
await plant(async (local) => {
  for (let number = 0; number < 10_000; number += 1) await accept(local, makePayload(number), number)
})
