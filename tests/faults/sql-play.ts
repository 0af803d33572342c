/** What plays schedules against the real SQL, on a database that is opened elsewhere. */
export { play } from './play.ts'
export { makeSchedule } from './schedule.ts'
export { openSqlStage, phonesOf, sqlWorld } from './sql-world.ts'
