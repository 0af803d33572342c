/** A clock and its timers, moved by hand; `set` makes it jump without a timer noticing. */
export class FakeClock {
  private wall = Date.parse('2026-05-08T01:00:00Z')
  private elapsed = 0
  private timers: { readonly at: number; readonly work: () => void }[] = []

  readonly now = (): number => this.wall

  readonly later = (work: () => void, milliseconds: number): (() => void) => {
    const timer = { at: this.elapsed + milliseconds, work }
    this.timers.push(timer)
    return () => {
      this.timers = this.timers.filter((each) => each !== timer)
    }
  }

  /** Milliseconds until each pending timer, soonest first. */
  get pending(): readonly number[] {
    return this.timers.map(({ at }) => at - this.elapsed).sort((a, b) => a - b)
  }

  set(wall: number): void {
    this.wall = wall
  }

  /** Lets time pass and runs what is due by then, in order. */
  advance(milliseconds: number): void {
    this.elapsed += milliseconds
    this.wall += milliseconds
    const due = this.timers.filter(({ at }) => at <= this.elapsed).sort((a, b) => a.at - b.at)
    this.timers = this.timers.filter((timer) => !due.includes(timer))
    for (const { work } of due) work()
  }
}
