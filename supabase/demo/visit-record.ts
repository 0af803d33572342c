import { addDays, chinaDay, type Day } from '../../src/domain/day.ts'
import type { Payload } from '../../src/domain/document.ts'
import type { Header } from '../../src/domain/header.ts'
import type { PhotoEntry } from '../../src/domain/photo.ts'
import { itemsOf, type ChecklistItem } from '../../src/domain/checklist/template.ts'
import {
  noItem, type Strokes, type SupervisionVisitAnswers, type VisitFinding, type VisitItem,
} from '../../src/kinds/supervision-visit/answers.ts'
import { publishedChecklist } from './checklists.ts'
import type { Outing } from './outings.ts'
import { manifestOf, type Picture } from './pictures.ts'
import { positionOf } from './position.ts'
import { seeded, type Random } from './random.ts'
import { authorNamed, frameOf, hoursOf, sealingOf, type DemoRecord } from './record.ts'
import { teamOf } from './team.ts'

const hall = publishedChecklist('tcm_hall_upgraded-1')
const suited = ['medicine', 'consultation-table', 'moxibustion', 'team']
const minute = 60_000

interface Lack {
  readonly code: string
  readonly count: number
  readonly reason: string
  readonly description: string
  readonly measure: string
  readonly severity: NonNullable<VisitFinding['severity']>
}

/** What a hall may lack. */
const lacks: readonly Lack[] = [
  { code: 'herbs', count: 246, reason: '实有 246 种', severity: 'major',
    description: '中药饮片品种不足 300 种，缺部分藤木类和矿物类', measure: '与配送企业补签目录，一个月内补齐品种' },
  { code: 'devices', count: 8, reason: '实有 8 种', severity: 'minor',
    description: '中医诊疗设备缺中药熏蒸仪和艾灸仪', measure: '列入本季度采购计划，到货后培训使用' },
  { code: 'techniques', count: 9, reason: '规范开展 9 项', severity: 'minor',
    description: '适宜技术开展 9 项，平衡针未形成操作规范', measure: '派员到县级推广中心进修，完善操作规范' },
  { code: 'area', count: 270, reason: '实测 270 平方米', severity: 'major',
    description: '中医馆面积不足，治疗室与候诊区混用', measure: '调整二楼库房作治疗室，报卫生健康局备案' },
]

/** A hall in good order, a little beyond what is asked. */
function foundIn(item: ChecklistItem, lack: Lack | undefined, random: Random): VisitItem {
  if (lack?.code === item.code) return { ...noItem, answer: { count: lack.count }, deduction_reason: lack.reason }
  switch (item.answer) {
    case 'count': return { ...noItem, answer: { count: (item.target ?? 0) + random.int(0, 3) } }
    case 'ratio': return { ...noItem, answer: { part: random.int(5, 8), whole: random.int(14, 18) } }
    default: return { ...noItem, answer: { yes: true } }
  }
}

/** A signature that nobody could read. */
const strokes = (random: Random): Strokes => Array.from({ length: 3 }, (_, word) =>
  Array.from({ length: 12 }, (_, n) => (n % 2 === 0 ? 150 + word * 230 + n * 14 : random.int(150, 380))))

/** The sealed record of one supervision visit to a hall (中医馆); equal arguments give equal records. */
export function visitOf(outing: Outing, index: number, today: Day, pictures: readonly Picture[]): DemoRecord {
  const random = seeded(`visit ${today} ${index}`)
  const { venue, hospital, author, visiting } = outing
  const { start, end } = hoursOf(outing.day, random)
  const { sealed, lateReason } = sealingOf(outing.day, today, end, random)
  const { position, reasons } = positionOf(venue, random)
  const photos = manifestOf(pictures.filter(({ name }) => suited.includes(name)), start, end, position, random, 1)
  // A finding needs a picture of it; every third hall is in good order.
  const lack = photos.length > 0 && index % 3 < 2 ? lacks[index % lacks.length] : undefined
  const answers = answersOf({ outing, photos, lack, feedback: end - 30 * minute, sealedOn: chinaDay(new Date(sealed)) }, random)
  const header: Header = {
    title: `${venue.township_name}中医馆建设${visiting ? '帮扶' : ''}督导检查`,
    host_area_id: venue.township,
    organisation_id: hospital.id,
    organizer_org_id: hospital.authority,
    co_org_ids: [],
    recipient_org_id: venue.id,
    programme_ids: [],
    started_at: new Date(start).toISOString(),
    ended_at: new Date(end).toISOString(),
    late_reason: lateReason,
    place_name: `${venue.short}中医馆`,
    position,
    participants: teamOf(authorNamed(author), random),
    summary: lack ? `现场查看${venue.short}中医馆，发现问题 1 个，已当场反馈。` : `现场查看${venue.short}中医馆，各项达到标准。`,
    reasons: { ...reasons, evidence_missing: '纸质资料已在现场核对，未逐项拍照', ...(lack ? { responsible_person_missing: '责任人由院方会后确定' } : {}) },
  }
  const payload: Payload<SupervisionVisitAnswers> = {
    ...frameOf({ outing, index, letter: 'DD', start, sealed }, random),
    kind: 'supervision_visit', header, answers, photos,
  }
  return { author, payload }
}

interface AnswerParts {
  readonly outing: Outing
  readonly photos: readonly PhotoEntry[]
  readonly lack: Lack | undefined
  readonly feedback: number
  readonly sealedOn: Day
}

function answersOf({ outing, photos, lack, feedback, sealedOn }: AnswerParts, random: Random): SupervisionVisitAnswers {
  const { template, sha256 } = hall
  const isRefused = random.chance(0.1)
  return {
    visit_type: random.pick(['routine', 'special', 'unannounced']),
    level: 'county',
    selection: random.chance(0.7) ? 'drawn' : 'recommended',
    template_code: template.code,
    template_version: template.version,
    template_sha256: sha256,
    institution: outing.venue.kind,
    methods: ['documents', 'on_site', ...(random.chance(0.5) ? ['interview'] : []), 'feedback_meeting'],
    documents_reviewed: ['中药饮片采购与验收记录', '中医适宜技术登记本'],
    interviewees: random.int(2, 9),
    items: Object.fromEntries(itemsOf(template).map((item) => [item.code, foundIn(item, lack, random)])),
    kept: [],
    parts: [],
    findings: lack ? [{
      item_code: lack.code, description: lack.description, severity: lack.severity,
      photos: photos.slice(0, 1).map(({ sha256: picture }) => picture), responsible_org: outing.venue.id,
      responsible_person: null, measure: lack.measure, due_on: addDays(sealedOn, lack.severity === 'major' ? 15 : 30),
    }] : [],
    feedback_at: new Date(feedback).toISOString(),
    inspector_sign: strokes(random),
    inspectee_sign: isRefused ? [] : strokes(random),
    refused_sign_reason: isRefused ? '负责人外出，值班人员不愿代签' : '',
  }
}
