import { dayThatLasts } from '../make/day-that-lasts.ts'

/** Before a file is read: its cast, its records and its questions are of one day. Longer than the slowest file takes. */
await dayThatLasts(150)
