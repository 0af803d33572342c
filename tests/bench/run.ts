import { loadavg } from 'node:os'
import { closeWith, say, type Finding } from './report.ts'

const benches: Readonly<Record<string, () => Promise<() => Promise<Finding>>>> = {
  size: async () => (await import('./size.ts')).measureSize,
  load: async () => (await import('./load.ts')).measureLoad,
  capture: async () => (await import('./capture.ts')).measureCapture,
  forms: async () => (await import('./forms.ts')).measureForms,
  rights: async () => (await import('./rights.ts')).measureRights,
  map: async () => (await import('./map.ts')).measureMap,
  dashboard: async () => (await import('./dashboard.ts')).measureDashboard,
  sync: async () => (await import('./sync.ts')).measureSync,
}

const name = process.argv[2] ?? ''
const bench = benches[name]
if (!bench) {
  console.error(`usage: npm run bench -- ${Object.keys(benches).join('|')}`)
  process.exitCode = 2
} else {
  const busy = () => say('load of the machine over a minute', { average: loadavg()[0] ?? Number.NaN }, '')
  busy()
  const finding = await (await bench())()
  busy()
  closeWith(name, finding)
}
