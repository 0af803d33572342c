import { Model } from 'survey-core'
import 'survey-core/survey-core.fontless.min.css'
import { SurveyComponent } from 'survey-vue3-ui'
import { createApp, h } from 'vue'
import { makeSections, no, remark, yes } from '../checklist'
import { keep, offerKept } from '../keep'
import { onTap } from '../on-tap'

offerKept(/:"(yes|no)"/g)
const choices = [yes, no].map(({ value, label: text }) => ({ value, text }))
const makeSurvey = () => new Model({
  title: '督导检查',
  pages: [{
    name: 'checklist',
    elements: [
      ...makeSections().map(({ code, title, questions }) => ({
        type: 'panel',
        name: code,
        title,
        elements: questions.map(({ code: name, text, note }) => ({ type: 'radiogroup', name, title: text, description: note, choices })),
      })),
      { type: 'comment', name: remark.code, title: remark.text },
    ],
  }],
})
onTap(() => {
  const survey = makeSurvey()
  // What the library offers for long forms: questions are drawn when they are scrolled to.
  survey.lazyRenderEnabled = new URLSearchParams(location.search).has('lazy')
  survey.onComplete.add(({ data }) => void keep(JSON.stringify(data)))
  createApp(() => h(SurveyComponent, { model: survey })).mount('#app')
})
