import { computed, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useContainer } from '@/container'
import { isAccountName, plainAccountName, proposeAccountName } from '@/domain/account-name'
import type { Failure } from '@/domain/failure'
import { invitationCodeIn, isInvitationCode } from '@/domain/invitation-code'
import { passwordProblem } from '@/domain/password'
import { reasonOf, type CodeState } from '@/domain/people-admin'

/**
 * The steps of joining: a code, an account name and a password, and the server's word. Each may be repeated: an account that
 * was made before is signed in to, a code that was used by it is joined.
 */
export function useJoining(first: string) {
  const { t, te } = useI18n()
  const { joining, session, enter, random } = useContainer()
  const typed = ref(invitationCodeIn(first) || first)
  const state = shallowRef<CodeState | null>(null)
  const account = ref('')
  const password = ref('')
  /** The account of the session that this device has, to which a role is added. */
  const signedInAs = ref<string | null>(null)
  const busy = ref(false)
  const asked = ref(false)
  const failure = ref('')

  const open = computed(() => (state.value?.state === 'open' ? state.value : null))
  const context = computed(() => [plainAccountName(account.value), open.value?.name ?? '', open.value?.place ?? ''])
  const problems = computed(() => ({
    code: isInvitationCode(typed.value) ? undefined : t('joining.codeProblem'),
    account: isAccountName(plainAccountName(account.value)) ? undefined : t('joining.accountProblem'),
  }))
  const say = ({ code, detail }: Failure) => {
    const reason = reasonOf(detail)
    failure.value = te(`joining.reason.${reason}`) ? t(`joining.reason.${reason}`) : t(`failure.${code}`)
  }

  async function run(work: () => Promise<void>) {
    if (busy.value) return
    busy.value = true
    failure.value = ''
    await work().finally(() => (busy.value = false))
  }

  /** Asks what the code is for; one that this device's account has used already is as good as joined. */
  const look = () => run(async () => {
    asked.value = true
    if (problems.value.code) return
    const port = await joining()
    const answer = await port.codeState(typed.value)
    if (!answer.ok) return say(answer.failure)
    signedInAs.value = await port.account()
    if (answer.value.state === 'joined') return goIn()
    state.value = answer.value
    asked.value = false
    if (answer.value.state !== 'open') return
    account.value ||= proposeAccountName(answer.value.name, answer.value.account, random(2))
  })

  async function goIn() {
    const me = await session.refresh()
    if (!me.ok) return say(me.failure)
    enter(me.value)
    // The app begins anew, as it will from now on: a store that has just been made is then opened by one page alone.
    location.replace(me.value.memberships[0]?.role === 'area_manager' ? '/map' : '/')
  }

  const join = () => run(async () => {
    asked.value = true
    const port = await joining()
    const name = signedInAs.value ?? plainAccountName(account.value)
    if (signedInAs.value === null) {
      if (problems.value.account || passwordProblem(password.value, context.value)) return
      const made = await port.signUp(name, password.value)
      if (!made.ok) {
        failure.value = made.failure.code === 'conflict' ? t('joining.reason.account') : ''
        if (!failure.value) say(made.failure)
        return
      }
    }
    const answer = await port.join(typed.value, name)
    if (answer.ok) return goIn()
    say(answer.failure)
    // Another name was free to sign up under and taken all the same: the session is of no use, and another is chosen.
    if (answer.failure.code === 'conflict' && signedInAs.value === null) await session.signOut()
    if (answer.failure.code === 'notFound') state.value = null
  })

  const startOver = () => {
    state.value = null
    failure.value = ''
    asked.value = false
  }

  return { typed, state, open, account, password, signedInAs, busy, asked, failure, context, problems, look, join, startOver }
}
