/** The kinds of activity, by slug. The one place outside `kinds/` that names them. */
export const activityKinds =
  ['free_clinic', 'circuit_tour', 'tour_stop', 'training_session', 'supervision_visit', 'visit_part'] as const
export type ActivityKindSlug = (typeof activityKinds)[number]

export const statuses = ['draft', 'submitted', 'returned', 'approved', 'void'] as const
export type Status = (typeof statuses)[number]

export interface Transition {
  readonly from: Status
  readonly to: Status
  /** Who may do it: the author, or somebody who manages the record's area or organisation. */
  readonly by: 'author' | 'reviewer'
}

/** Every lawful change of status; `private.transitions` in SQL holds the same rows, and a test compares them. */
export const transitions: readonly Transition[] = [
  { from: 'draft', to: 'draft', by: 'author' },
  { from: 'draft', to: 'submitted', by: 'author' },
  { from: 'draft', to: 'void', by: 'author' },
  { from: 'submitted', to: 'submitted', by: 'author' },
  { from: 'submitted', to: 'void', by: 'author' },
  { from: 'submitted', to: 'returned', by: 'reviewer' },
  { from: 'submitted', to: 'approved', by: 'reviewer' },
  { from: 'returned', to: 'returned', by: 'author' },
  { from: 'returned', to: 'submitted', by: 'author' },
  { from: 'returned', to: 'void', by: 'author' },
  { from: 'approved', to: 'void', by: 'reviewer' },
  { from: 'submitted', to: 'void', by: 'reviewer' },
]

export const mayChange = (from: Status, to: Status, by: Transition['by']): boolean =>
  transitions.some((row) => row.from === from && row.to === to && row.by === by)

/** Records that totals count. Drafts, returned, void and practice records are left out. */
export const countedStatuses: readonly Status[] = ['submitted', 'approved']
