import { useI18n } from 'vue-i18n'
import type { Failure } from '@/domain/failure'
import { reasonOf } from '@/domain/people-admin'

/** A failure of what managers do with people in words: by the server's reason where there are words for it. */
export function useWhy(): (failure: Failure) => string {
  const { t, te } = useI18n()
  return ({ code, detail }) => {
    const reason = reasonOf(detail)
    return te(`people.reason.${reason}`) ? t(`people.reason.${reason}`) : t(`failure.${code}`)
  }
}
