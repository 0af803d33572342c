import { OdkWebForm, webFormsPlugin } from '@getodk/web-forms'
import { createApp, h } from 'vue'
import { keep, offerKept } from '../../keep'
import { onTap } from '../../on-tap'
import { form } from './form'

offerKept(/>(yes|no)</g)
onTap(() => void createApp(() => h(OdkWebForm, {
  formXml: form,
  fetchFormAttachment: () => Promise.reject(new Error('this form has no attachments')),
  onSubmit: async ({ data: [data] }: { data: readonly [FormData] }) => {
    const file = data.get('xml_submission_file')
    if (file instanceof File) await keep(await file.text())
  },
})).use(webFormsPlugin).mount('#app'))
