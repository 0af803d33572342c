import { hundredths } from './quantity'
import { answerTypes, gates, itemsOf, partsOf, type AnswerType, type ChecklistItem, type ChecklistTemplate, type ScoringRule } from './template'

/** The answers that a rule can judge, and whether it needs a target to judge them by. */
const lawful: Readonly<Record<ScoringRule['kind'], { readonly answers: readonly AnswerType[]; readonly target: boolean }>> = {
  all_or_nothing: { answers: ['yes_no', 'count', 'ratio', 'parts'], target: true },
  per_missing: { answers: ['parts'], target: false },
  per_n_units: { answers: ['count'], target: true },
  per_pct_point: { answers: ['ratio'], target: true },
  tiered: { answers: ['count', 'ratio'], target: false },
  graded: { answers: ['grade'], target: false },
  bonus: { answers: ['yes_no', 'count'], target: false },
  sampled_rate: { answers: ['sample'], target: false },
  not_scored: { answers: answerTypes.filter((type) => type !== 'grade' && type !== 'parts'), target: false },
}

const quantities = (rule: ScoringRule): readonly unknown[] => {
  switch (rule.kind) {
    case 'per_missing': return [rule.deduct]
    case 'per_n_units':
    case 'per_pct_point': return [rule.step, rule.deduct]
    case 'tiered': return rule.tiers.flatMap(({ from, score }) => [from, score])
    case 'graded': return rule.choices.map(({ score }) => score)
    case 'bonus': return [rule.step, rule.add, rule.most ?? 0]
    case 'all_or_nothing':
    case 'sampled_rate':
    case 'not_scored': return []
  }
}

const unique = (names: readonly unknown[]): boolean => new Set(names).size === names.length

function problemsOfItem(item: ChecklistItem): string[] {
  const { code, rule, answer, target, max, gate } = item
  const { answers, target: needsTarget } = lawful[rule.kind]
  const weightless = rule.kind === 'bonus' || rule.kind === 'not_scored'
  const found: [boolean, string][] = [
    [!answers.includes(answer), 'answer'],
    [!gates.includes(gate) || (gate !== 'none' && weightless), 'gate'],
    [needsTarget && (answer === 'count' || answer === 'ratio') && hundredths(target) === null, 'target'],
    [target !== null && hundredths(target) === null, 'target'],
    [hundredths(max) === null || max > 100 || (weightless && max !== 0), 'max'],
    [quantities(rule).some((value) => hundredths(value) === null), 'rule'],
    [('step' in rule) && rule.step <= 0, 'step'],
    [answer === 'parts' && partsOf(item).length === 0, 'parts'],
    [!unique(partsOf(item).map((part) => part.code)), 'parts'],
    [rule.kind === 'tiered' && (rule.tiers.length === 0 || !unique(rule.tiers.map(({ from }) => from))), 'tiers'],
    [rule.kind === 'graded' && (rule.choices.length === 0 || !unique(rule.choices.map((choice) => choice.code))), 'choices'],
    [item.text.trim() === '', 'text'],
    [item.verified && item.quote.trim() === '', 'quote'],
  ]
  return [...new Set(found.flatMap(([wrong, name]) => (wrong ? [`${code}:${name}`] : [])))]
}

/** What is wrong with a template, as `item:what`; only a sound one may be published. */
export function templateProblems(template: ChecklistTemplate): string[] {
  const { sections, grades } = template
  const items = itemsOf(template)
  const froms = grades.map(({ from }) => from)
  return [
    ...(sections.length === 0 || sections.some((section) => section.items.length === 0) ? ['template:empty'] : []),
    ...(unique(items.map(({ code }) => code)) && unique(sections.map(({ code }) => code)) ? [] : ['template:code_twice']),
    ...(froms.some((from, at) => hundredths(from) === null || (at > 0 && from >= (froms[at - 1] ?? 0))) ? ['template:grades'] : []),
    ...items.flatMap(problemsOfItem),
  ]
}
