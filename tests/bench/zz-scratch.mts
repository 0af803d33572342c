import { readFileSync } from 'node:fs'
const m = JSON.parse(readFileSync('/work/main/dist/.vite/manifest.json','utf8'))
const size = (f: string) => readFileSync('/work/main/dist/' + f).length
const clos = (keys: string[]) => { const seen = new Set<string>(); const walk = (k: string) => { if (seen.has(k)) return; seen.add(k); for (const i of m[k].imports ?? []) walk(i) }; keys.forEach(walk); return seen }
const entry = clos([Object.keys(m).find((k) => m[k].isEntry)!])
const cap = clos(['src/features/capture/CapturePage.vue'])
const list = (s: Set<string>, not: Set<string>[]) => [...s].filter((k) => !not.some((n) => n.has(k))).map((k) => `${k} ${size(m[k].file)}`)
console.log('entry', [...entry]); console.log('capture', list(cap, [entry])); 
for (const k of Object.keys(m)) if (/RecordPage|supervision-visit\/Form|_visit-|TodayPage|RecordsPage/.test(k)) console.log(k, list(clos([k]), [entry]))
