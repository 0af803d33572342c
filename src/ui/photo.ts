/** A photo to look at. `src` is a blob or same-origin address; null while it is not on this device. */
export interface Photo {
  readonly key: string
  readonly src: string | null
  readonly alt: string
}
