import systems from '../../../supabase/reference/checklists/core_systems-1.json'
import department from '../../../supabase/reference/checklists/specialty_department-1.json'
import hall from '../../../supabase/reference/checklists/tcm_hall_upgraded-1.json'
import pavilion from '../../../supabase/reference/checklists/tcm_pavilion-1.json'
import center from '../../../supabase/reference/checklists/technique_center-1.json'

export interface Question {
  readonly code: string
  readonly text: string
  /** The words of the document that asks it. */
  readonly note: string
}

export interface QuestionSection {
  readonly code: string
  readonly title: string
  readonly questions: readonly Question[]
}

export const yes = { value: 'yes', label: '是' } as const
export const no = { value: 'no', label: '否' } as const
export const remark = { code: 'remark', text: '备注' } as const

/** As many as a long checklist has. */
const count = 60

/** The first sixty items of the checklists that are seeded, in their sections, each asked as yes or no. */
export function makeSections(): readonly QuestionSection[] {
  let left = count
  const all = [systems, department, hall, pavilion, center].flatMap((list) => list.sections.map(({ code, title, items }) => {
    const questions = items.slice(0, left).map((item) => ({ code: `${list.code}_${item.code}`, text: item.text, note: item.quote }))
    left -= questions.length
    return { code: `${list.code}_${code}`, title, questions }
  }))
  if (left > 0) throw new RangeError(`the checklists hold ${left} items too few`)
  return all.filter(({ questions }) => questions.length > 0)
}
