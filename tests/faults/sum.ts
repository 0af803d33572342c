import { readFileSync } from 'node:fs'
import { addUp, type Run } from './totals.ts'

/** `npm run faults:sum [-- FILE]`: what the runs in a file of results come to, a line for each engine and code. */
const [file = 'tests/faults/results.jsonl'] = process.argv.slice(2)
const runs = readFileSync(file, 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Run)
for (const total of addUp(runs)) console.log(JSON.stringify(total))
