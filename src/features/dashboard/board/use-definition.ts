import { computed, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Board } from '@/domain/board'
import { chinaDay, chinaTime } from '@/domain/day'
import { sides } from '@/domain/reports'
import type { Scope } from '../scope'
import type { CardKey, Measure } from './arrangement'

type Figure = 'sessions' | 'visits' | 'staff' | 'leaflets'

interface Shown {
  readonly board: Board | null
  readonly scope: Scope
  readonly measure: Measure
}

/** The definition of a figure or a card that a person asks for: what is counted, on which side, of which status, whence and when. */
export function useDefinition(shown: () => Shown) {
  const { t } = useI18n()
  const explained = shallowRef<{ readonly card: CardKey; readonly figure: Figure } | null>(null)
  const explain = (card: CardKey, figure: Figure = shown().measure) => (explained.value = { card, figure })

  const title = computed(() => {
    if (!explained.value) return ''
    const figure = t(`report.figure.${explained.value.figure}`)
    return explained.value.card === 'totals' ? figure : `${t(`board.card.${explained.value.card}`)} · ${figure}`
  })
  const sentences = computed(() => {
    const { board, scope } = shown()
    if (!explained.value || !board) return []
    const { card, figure } = explained.value
    return [
      t(`report.definition.${figure}`),
      t(`board.definition.${card}`),
      ...(board.to >= chinaDay(board.at) ? [t('board.definition.unfinished')] : []),
      ...sides.map((side) => `${t(`report.side.${side}`)}: ${t(`report.sideDetail.${side}`)}`),
      t('report.neverAdded'),
      t('board.definition.status', { status: t(`scope.statuses.${scope.status}`) }),
      t('report.definition.source'),
      t('report.definition.at', { time: `${chinaDay(board.at)} ${chinaTime(board.at)}` }),
    ]
  })
  return { explained, explain, title, sentences }
}
