import { createApp, h, type Ref } from 'vue'
import { expect, it } from 'vitest'
import { useWaitingQuestion } from '../../../src/features/capture/use-waiting-question.ts'
import { useWaiting } from '../../../src/fields/session-code/waiting.ts'

it('asks before a record is handed in while people wait, once, and again when more have come', () => {
  let form = undefined as Ref<number> | undefined
  let page = undefined as ReturnType<typeof useWaitingQuestion> | undefined
  const Form = { setup: () => { form = useWaiting(); return () => null } }
  createApp({ setup: () => { page = useWaitingQuestion(); return () => h(Form) } }).mount(document.createElement('div'))
  const submit = () => [page!.isAnswered(), page!.asking.value]

  expect(submit()).toEqual([true, false])
  form!.value = 2
  expect(submit()).toEqual([false, true])
  page!.goOn()
  expect([page!.asking.value, ...submit()]).toEqual([false, true, false])
  form!.value = 3
  expect(submit()).toEqual([false, true])
  form!.value = 0
  expect(submit()).toEqual([true, false])
})
