const questions = [
  ['title', 'string', '活动名称'],
  ['place', 'string', '地点'],
  ['started', 'dateTime', '开始时间'],
  ['visits', 'int', '诊疗人次'],
  ['leaflets', 'int', '发放资料份数'],
  ['staff', 'int', '医务人员数'],
  ['summary', 'string', '小结'],
  ['follow', 'string', '后续安排'],
] as const

/** A small form of text, number and date questions. */
export const form = `<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
  <h:head><h:title>义诊记录</h:title>
    <model>
      <instance><data id="clinic">${questions.map(([name]) => `<${name}/>`).join('')}
        <meta><instanceID/></meta></data></instance>
      ${questions.map(([name, type]) => `<bind nodeset="/data/${name}" type="${type}"/>`).join('')}
      <bind nodeset="/data/meta/instanceID" type="string" readonly="true()" calculate="concat('uuid:', uuid())"/>
    </model>
  </h:head>
  <h:body>${questions.map(([name, , label]) => `<input ref="/data/${name}"><label>${label}</label></input>`).join('')}
  </h:body>
</h:html>`
