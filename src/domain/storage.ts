/** What the browser says of the place on the disk, in bytes. */
export interface Space {
  readonly usage: number
  readonly quota: number
}

/** From this share on the next pictures may not fit any more. */
const tight = 0.8

/** How many bytes are used beyond what leaves room for the next pictures; 0 or less while there is room, or nothing is known. */
export const overfull = ({ usage, quota }: Space): number => (quota > 0 ? usage - tight * quota : 0)

/** Whether a write failed because the disk, or the browser's share of it, is full. Dexie wraps the cause, and names it. */
export const isStorageFull = (error: unknown): boolean => /QuotaExceeded/.test(String(error))
