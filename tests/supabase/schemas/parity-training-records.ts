import { courseTypes, modes, numberFields, traineeParts, type TrainingSessionAnswers } from '../../../src/kinds/training-session/answers.ts'
import { personId } from '../../make/payload.ts'
import { makeRosterRow, makeTrainer, makeTrainingAnswers, makeTrainingPayload, type TrainingPayload } from '../../make/training.ts'
import { randomNumber, randomText } from './parity-records.ts'
import { pick, type Random } from '../../make/random.ts'

type Change = (random: Random, payload: TrainingPayload) => TrainingPayload

const answers = (payload: TrainingPayload, overrides: Partial<TrainingSessionAnswers>): TrainingPayload =>
  ({ ...payload, answers: { ...payload.answers, ...overrides } })

const people = ['author', 'colleague', 'third', 'fourth'].map((word) => personId(word))
const codes = [[], ['tcm-04-01'], ['tcm-01-01'], ['艾灸'], ['tcm-04-01', 'tcm-99-01'], ['mongolian-01-01', 'TCM-01-01']]
const scores = [null, 0, 100, 100.1, -0.1, 66.6, 66.66, 0.1 + 0.2, 59.5, 1e-7, 1e21]
const small = [null, 0, 1, 2, 3, 2.5]

const randomTrainers = (random: Random) => Array.from({ length: Math.floor(random() * 4) }, () =>
  makeTrainer({ person_id: pick(random, people), org_id: pick(random, [121, 11010, null]) }))

const randomRoster = (random: Random) => Array.from({ length: Math.floor(random() * 5) }, (_, n) => makeRosterRow({
  person_id: random() < 0.7 ? personId(`trainee ${n}`) : pick(random, people),
  org_id: pick(random, [11010, 11010, 121, null]),
  techniques: pick(random, codes),
  theory_score: pick(random, scores),
  practice_score: pick(random, scores),
  passed: pick(random, [true, false, null]),
  certificate_no: random() < 0.2 ? randomText(random, 60) : pick(random, ['', ' ', `证${n}`, '证1', '　证1 ', '证1\u200b']),
}))

const changes: readonly Change[] = [
  (random, payload) => answers(payload, { mode: pick(random, [null, ...modes]), course_type: pick(random, [null, ...courseTypes]) }),
  (random, payload) => answers(payload, {
    venue_type: pick(random, [null, 'medical_institution', 'other'] as const), techniques: pick(random, codes) }),
  (random, payload) => answers(payload, {
    hours_theory: pick(random, [0, 0.5, 1.2, 0.1 + 0.2, 200, 200.5, null]), hours_practice: pick(random, [0, -0.5, 3.25, 4, null]) }),
  (random, payload) => answers(payload, { trainers: randomTrainers(random) }),
  (random, payload) => answers(payload, { roster: randomRoster(random) }),
  (random, payload) => answers(payload, { roster: randomRoster(random), course_type: pick(random, courseTypes) }),
  (random, payload) => answers(payload, {
    trainee_count: pick(random, small), ...Object.fromEntries(traineeParts.map((name) => [name, pick(random, small)])) }),
  (random, payload) => answers(payload, { signed_in: pick(random, small), assessed: pick(random, small),
    passed: pick(random, small), certificates: pick(random, small), course_type: pick(random, courseTypes) }),
  ...numberFields.map(({ name, min, max }): Change =>
    (random, payload) => answers(payload, { [name]: randomNumber(random, min, max) })),
]

/** A valid training session with up to five things changed at random. */
export function randomTraining(random: Random): TrainingPayload {
  const times = Math.floor(random() * 6)
  return Array.from({ length: times }).reduce<TrainingPayload>(
    (payload) => pick(random, changes)(random, payload), makeTrainingPayload({ answers: makeTrainingAnswers() }))
}

/** One training session for every change alone, several times over. */
export const trainingsOfEachChange = (random: Random, times: number): TrainingPayload[] =>
  changes.flatMap((change) => Array.from({ length: times }, () => change(random, makeTrainingPayload())))
