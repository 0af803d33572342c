import { computed, ref, shallowRef } from 'vue'
import { useContainer, useWorkplace } from '@/container'
import { changedWeights, leastWeight, sourceLength, weightProblem, withOwnWeights, type Weights } from '@/domain/checklist/own-weights'
import { hundredths } from '@/domain/checklist/quantity'
import { itemsOf, type PublishedChecklist } from '@/domain/checklist/template'
import type { Failure } from '@/domain/failure'
import type { AreaId } from '@/domain/id'
import { personalNumbersIn } from '@/domain/personal-number'

export interface WeightsParts {
  /** The shipped checklist. */
  readonly base: PublishedChecklist
  /** The own weights that were last published for the area, or for the nearest above it. */
  readonly before: PublishedChecklist | undefined
  readonly area: { readonly id: AreaId; readonly name: string }
}

interface Typed {
  readonly weights: Readonly<Record<string, number | null>>
  readonly source: string
}
const key = 'typed-weights'

/** An area's weights of a checklist as they are typed: kept on this device until they are published or given up. */
export function useWeights({ base, before, area }: WeightsParts) {
  const { reports } = useContainer()
  const { local } = useWorkplace()
  const items = itemsOf(base.template)
  const mine = before?.template.own?.area_id === area.id ? before : undefined

  const published: Typed = {
    weights: Object.fromEntries(items.flatMap((item): [string, number][] => {
      const set = before && itemsOf(before.template).find(({ code }) => code === item.code)
      return leastWeight(item) === null ? [] : [[item.code, set && weightProblem(item, set.max) === null ? set.max : item.max]]
    })),
    source: (mine && itemsOf(mine.template).find(({ code, weight_source }) =>
      weight_source !== null && items.some((item) => item.code === code && item.weight_source === null))?.weight_source) ?? '',
  }
  const typed = shallowRef(published)
  /** Whether it shows what was typed before and not published. */
  const again = ref(false)
  const tried = ref(false)
  const busy = ref(false)
  const failure = shallowRef<Failure | null>(null)

  const place = `${area.id}/${base.template.code}`
  type Kept = Readonly<Record<string, Typed>>
  let touched = false
  void local.preferences.get<Kept>(key).then((all) => {
    const kept = all?.[place]
    if (!kept || touched) return
    again.value = true
    typed.value = { weights: { ...published.weights, ...kept.weights }, source: kept.source }
  })
  /** One write after the other: what was typed last is what is kept. */
  let writing: Promise<void> = Promise.resolve()
  const write = (work: (now: Kept) => Kept) => (writing = writing.then(() => local.preferences.update<Kept>(key, (now = {}) => work(now))))
  const forget = () => write(({ [place]: _gone, ...rest }) => rest)

  function change(part: Partial<Typed>) {
    touched = true
    const now = (typed.value = { ...typed.value, ...part })
    void write((all) => ({ ...all, [place]: now }))
  }
  const weigh = (code: string, weight: number | null) => change({ weights: { ...typed.value.weights, [code]: weight } })
  function reset() {
    again.value = tried.value = false
    failure.value = null
    typed.value = published
    void forget()
  }

  const problems = computed(() => new Map(items.flatMap((item) => {
    const weight = typed.value.weights[item.code]
    const problem = weight === undefined ? null : weightProblem(item, weight)
    return problem ? [[item.code, problem] as const] : []
  })))
  const sourceProblem = computed(() => {
    const length = [...typed.value.source.trim()].length
    if (length < sourceLength.least || length > sourceLength.most) return 'sourceLength'
    return personalNumbersIn(typed.value.source).length > 0 ? 'sourcePersonal' : null
  })
  /** Those that can be. */
  const weights = computed<Weights>(() => Object.fromEntries(Object.entries(typed.value.weights).flatMap(([code, weight]): [string, number][] =>
    (weight === null || problems.value.has(code) ? [] : [[code, weight]]))))
  /** What would be published; an item whose weight cannot be stands in it as it is shipped. */
  const preview = computed(() => withOwnWeights(base, { area, weights: weights.value, source: typed.value.source.trim() }, (mine?.template.version ?? 0) + 1))
  /** Hundredths of each section; what cannot be counts nothing. */
  const sums = computed(() => new Map(preview.value.sections.map((section) => [section.code,
    section.items.reduce((sum, { code, max }) => sum + (problems.value.has(code) ? 0 : hundredths(max) ?? 0), 0)])))
  const total = computed(() => [...sums.value.values()].reduce((all, sum) => all + sum, 0))
  /** Where it is as what holds now says already: the server would have nothing to publish. */
  const unchanged = computed(() => {
    const holding = mine?.template.own?.sha256 === base.sha256 ? mine : base
    return (holding === base || typed.value.source.trim() === published.source)
      && Object.keys(changedWeights(holding.template, weights.value)).length === 0
  })
  const sound = computed(() => problems.value.size === 0 && sourceProblem.value === null)

  /** Null where the server did not take it; what was typed stays. */
  async function publish(): Promise<PublishedChecklist | null> {
    busy.value = true
    failure.value = null
    const answer = await reports.publishChecklist(base, area.id, changedWeights(base.template, weights.value), typed.value.source.trim())
    busy.value = false
    if (!answer.ok) {
      failure.value = answer.failure
      return null
    }
    await forget()
    return answer.value
  }

  return { typed, again, tried, busy, failure, problems, sourceProblem, preview, sums, total, unchanged, sound, change, weigh, reset, publish }
}
