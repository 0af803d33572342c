import { makeSections, no, remark, yes } from '../../checklist'

const sections = makeSections()
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const label = (text: string) => `<label>${escaped(text)}</label>`
const choices = [yes, no].map(({ value, label: text }) => `<item>${label(text)}<value>${value}</value></item>`).join('')
const leaves = sections.flatMap(({ code, questions }) => questions.map((question) => `${code}/${question.code}`))

const group = ({ code, title, questions }: (typeof sections)[number]) => `<group ref="/data/${code}">${label(title)}${questions
  .map((each) => `<select1 ref="/data/${code}/${each.code}">${label(each.text)}${
    each.note ? `<hint>${escaped(each.note)}</hint>` : ''}${choices}</select1>`).join('')}</group>`

/** The checklist of sixty as an XForm: a group a section, a choice of one for each item, and a remark. */
export const form = `<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
  <h:head><h:title>督导检查</h:title>
    <model>
      <instance><data id="checklist">
        ${sections.map(({ code, questions }) => `<${code}>${questions.map((each) => `<${each.code}/>`).join('')}</${code}>`).join('')}
        <${remark.code}/><meta><instanceID/></meta></data></instance>
      ${leaves.map((path) => `<bind nodeset="/data/${path}" type="string"/>`).join('')}
      <bind nodeset="/data/${remark.code}" type="string"/>
      <bind nodeset="/data/meta/instanceID" type="string" readonly="true()" calculate="concat('uuid:', uuid())"/>
    </model>
  </h:head>
  <h:body>${sections.map(group).join('')}<input ref="/data/${remark.code}">${label(remark.text)}</input></h:body>
</h:html>`
