import './quick-platform.ts'

/** What plays schedules against the model: nothing here waits for the world outside, whose libraries need the platform whole. */
export { modelScene, play } from './play.ts'
