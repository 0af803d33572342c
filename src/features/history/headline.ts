import type { Payload } from '@/domain/document'
import { kindModels } from '@/kinds/models'

/** The kind's own figure of a record; null when it is not filled in, or written by a newer app. */
export function headlineOf({ kind, answers, answers_version }: Payload): number | null {
  const model = kindModels[kind]
  return answers_version > model.version ? null : model.headline(model.upgrade(answers, answers_version))
}
