import type { ColumnName } from './columns'

// What is recognised in spreadsheets, in whatever language the screen speaks: no words that are shown.

/** What people write above a column. */
export const headers: Readonly<Record<ColumnName, readonly string[]>> = {
  name: ['姓名', '学员姓名', '名字', '学员', 'name'],
  org: ['单位', '单位名称', '所在单位', '工作单位', '所在机构', '机构', '机构名称', 'institution', 'organisation', 'organization'],
  title: ['职称', '技术职称', '专业技术职称', '专业技术职务', 'title'],
  category: ['类别', '人员类别', '专业类别', 'category'],
  theory: ['理论成绩', '理论', '理论分', '理论分数', '理论考核', 'theory', 'theoryscore'],
  practice: ['实操成绩', '实操', '实操分', '实操分数', '操作成绩', '实践成绩', '技能成绩', 'practice', 'practicescore'],
  passed: ['是否合格', '合格', '考核结果', '考核结论', '结果', 'passed', 'result'],
  certificate: ['证书编号', '证书号', '合格证编号', '结业证编号', 'certificate', 'certificateno', 'certificatenumber'],
}

/** Said of somebody who was not assessed, or did not come. */
export const notAssessed = /^(|未考核|未考|缺考|-|—|\/)$/u
export const passedWords = /^(是|合格|通过|及格|优秀|良好|优|良|√|✓|✔|y|yes|passed|pass|1|true)$/u
export const failedWords = /^(否|不合格|未通过|不通过|不及格|×|✗|x|n|no|failed|fail|0|false)$/u
/** The unit that people write behind a score. */
export const pointsWord = /分$/u
