import { OdkWebForm, webFormsPlugin } from '@getodk/web-forms'
import { createApp, h } from 'vue'
import { form } from './form'

createApp(() => h(OdkWebForm, {
  formXml: form,
  fetchFormAttachment: () => Promise.reject(new Error('this form has no attachments')),
})).use(webFormsPlugin).mount('#app')
