/** Where a finding stands after the visit: open, being put right, reported put right, closed out (销号), taken further up. */
export const findingStates = ['open', 'rectifying', 'submitted', 'closed', 'escalated'] as const
export type FindingState = (typeof findingStates)[number]

/** Who takes a step: the organisation that has to put it right, or who looks again and does not belong to it. */
export type FindingPart = 'responsible' | 'checker'

export interface FindingStep {
  readonly from: FindingState
  readonly to: FindingState
  readonly by: FindingPart
}

/** Every lawful step; `private.finding_transitions` in SQL holds the same rows, and a test compares them. */
export const findingSteps: readonly FindingStep[] = [
  { from: 'open', to: 'rectifying', by: 'responsible' },
  { from: 'open', to: 'submitted', by: 'responsible' },
  { from: 'rectifying', to: 'submitted', by: 'responsible' },
  { from: 'escalated', to: 'submitted', by: 'responsible' },
  { from: 'submitted', to: 'closed', by: 'checker' },
  { from: 'submitted', to: 'rectifying', by: 'checker' },
  { from: 'open', to: 'escalated', by: 'checker' },
  { from: 'rectifying', to: 'escalated', by: 'checker' },
  { from: 'submitted', to: 'escalated', by: 'checker' },
]
