import { accept, plant } from '../accept.ts'
import { makePayload } from '../payload.ts'

/** 200 records, so that a first visit can meet a filled list. The newest is a draft. */
await plant(async (local) => {
  for (let number = 0; number < 200; number += 1) await accept(local, makePayload(number), number)
})
