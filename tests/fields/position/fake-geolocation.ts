/** A position sensor that says what the test says. */
export class FakeGeolocation implements Geolocation {
  private readonly watches = new Map<number, { read: PositionCallback; refuse: PositionErrorCallback }>()
  private next = 1
  options: PositionOptions | undefined

  get watching() { return this.watches.size }

  watchPosition(read: PositionCallback, refuse?: PositionErrorCallback | null, options?: PositionOptions): number {
    this.options = options
    this.watches.set(this.next, { read, refuse: refuse ?? (() => undefined) })
    return this.next++
  }

  clearWatch(watch: number) { this.watches.delete(watch) }

  getCurrentPosition(): void {
    throw new Error('a single reading is often stale and is not used')
  }

  read({ lng, lat, accuracy }: { lng: number; lat: number; accuracy: number }): void {
    const coords = { longitude: lng, latitude: lat, accuracy } as GeolocationCoordinates
    const position = { coords, timestamp: 0, toJSON: () => ({}) } as GeolocationPosition
    for (const { read } of [...this.watches.values()]) read(position)
  }

  refuse(code: 1 | 2 | 3): void {
    for (const { refuse } of [...this.watches.values()]) refuse({ code } as GeolocationPositionError)
  }
}
