import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { useToast } from '@/ui/toast'
import { useBegin, type Beginning } from './use-begin'

/** Begins a record and opens it for filling in; says so where it cannot be saved. `instead` of the present page. */
export function useStart({ instead = false } = {}) {
  const { t } = useI18n()
  const router = useRouter()
  const toast = useToast()
  const { begin, actorOf, busy } = useBegin()

  async function start(beginning: Beginning): Promise<void> {
    try {
      const id = await begin(beginning)
      if (id) await router.push({ name: 'capture', params: { id }, replace: instead })
    } catch (error) {
      toast.show({ tone: 'danger', text: t('failure.storageFull') })
      throw error
    }
  }
  return { start, actorOf, busy }
}
