import type { FreeClinicAnswers } from '../../src/kinds/free-clinic/answers.ts'
import type { Outing } from './outings.ts'
import type { Random } from './random.ts'

const concerns = ['颈肩腰腿痛', '脾胃不和', '高血压', '失眠', '膝关节疼痛', '咳嗽气喘', '儿童积食', '月经不调', '糖尿病饮食']
const endings = [
  '建议部分高血压患者到卫生院定期随访。', '现场秩序良好，群众反映下次希望增加针灸项目。', '对行动不便的老人安排了上门看诊。',
  '与当地医生交流了常见病的辨证思路。', '已提醒需要进一步检查的群众到县级医院就诊。', '',
]
const silentShare = 0.15

/** A few plain sentences that agree with the numbers; sometimes none, as in the field. */
export function summaryOf(outing: Outing, answers: FreeClinicAnswers, place: string, random: Random): string {
  if (random.chance(silentShare)) return ''
  const [first = '', second = ''] = random.shuffle(concerns)
  return [
    `${outing.visiting ? `${outing.hospital.short}专家团队` : '义诊团队'}在${place}开展义诊，`,
    `共${answers.staff_count}名医务人员参加，咨询${answers.patients_visits}人次，发放宣传材料${answers.leaflets}份。`,
    `群众咨询较多的是${first}和${second}。`,
    answers.lecture_sessions === null ? '' : `另举办健康讲座${answers.lecture_sessions}场，${answers.lecture_audience}人次听讲。`,
    random.pick(endings),
  ].join('')
}
