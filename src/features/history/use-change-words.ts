import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { itemsOf } from '@/domain/checklist/template'
import type { Payload } from '@/domain/document'
import type { PhotoEntry } from '@/domain/photo'
import { useReference } from '@/fields/reference'
import { changeWords, type ChangeWords, type Names } from './change-words'

interface Record {
  readonly payload: Payload
  readonly names: Names
  /** Pictures of its pieces, counted on after its own, as its page shows them. */
  readonly pieces?: readonly PhotoEntry[] | undefined
}

/** The words of a record's changes, by its own checklist before any other. */
export function useChangeWords(record: () => Record): ComputedRef<ChangeWords> {
  const { t, te, tm } = useI18n()
  const { reference } = useReference()
  return computed(() => {
    const { payload, names, pieces = [] } = record()
    const own = (payload.answers as { readonly template_sha256?: string } | null)?.template_sha256
    const known = reference.value.checklists
    // The last of a code counts: the own one stands last.
    const templates = [...known.filter(({ sha256 }) => sha256 !== own), ...known.filter(({ sha256 }) => sha256 === own)].map(({ template }) => template)
    const items = new Map(templates.flatMap(itemsOf).map((item) => [item.code, item]))
    const sections = new Map(templates.flatMap((template) => template.sections).map(({ code, title }) => [code, title]))
    const pictures = new Map([...payload.photos, ...pieces].map(({ sha256 }, n) => [sha256 as string, n + 1]))
    return changeWords({
      t, te, tm, kind: payload.kind, names,
      item: (code) => items.get(code), section: (code) => sections.get(code), picture: (sha256) => pictures.get(sha256),
      checklist: (key) => (known.find(({ sha256 }) => sha256 === key) ?? known.findLast(({ template }) => template.code === key))?.template,
    })
  })
}
