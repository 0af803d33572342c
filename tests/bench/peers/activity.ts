/** One free clinic as a field worker writes it down: about 2 KB of JSON. */
export interface Activity {
  id: string
  kind: string
  status: string
  title: string
  startedAt: string
  endedAt: string
  county: string
  place: string
  organisation: string
  lng: number
  lat: number
  accuracy: number
  team: string[]
  visits: number
  leaflets: number
  summary: string
  followUp: string
  updatedAt: number
}

const townships = ['庙塘镇', '安场镇', '杨兴镇', '中观镇', '碧峰镇', '土坪镇', '流渡镇', '市坪乡']
const techniques = ['针刺', '艾灸', '推拿', '拔罐', '刮痧', '耳穴压豆', '中药熏洗', '穴位敷贴']
const summary = [
  '上午在镇卫生院门诊大厅设置内科、针灸推拿、骨伤、妇科四个诊位，由县中医医院副主任医师带队，镇卫生院医师全程跟诊。',
  '就诊群众以慢性腰腿痛、颈椎病、高血压、慢性胃炎和失眠为主，现场开展中医体质辨识，并为行动不便的老人预约上门服务。',
  '下午在村文化广场讲解冬季养生与穴位保健，发放《中医药健康素养》读本，示范足三里、内关、合谷三个穴位的自我按揉方法。',
  '对三名血压明显偏高的群众当场复测，并联系家庭医生当日随访；一名疑似骨折的群众已由救护车转往县中医医院。',
].join('')
const followUp = '下周由镇卫生院中医馆回访重点人群，补齐两台艾灸仪的耗材；请县中医医院于下月安排针灸适宜技术培训一期。'

/** The activity of a number, always the same for the same number; newest first by number. */
export function makeActivity(number: number): Activity {
  const township = townships[number % townships.length] ?? ''
  const started = Date.UTC(2026, 10, 20, 1) - number * 6 * 3_600_000
  return {
    id: `0199${number.toString(16).padStart(4, '0')}-0000-7000-8000-000000000000`,
    kind: 'free_clinic',
    status: number === 0 ? 'draft' : 'submitted',
    title: `${township}中医药义诊第 ${number + 1} 场`,
    startedAt: new Date(started).toISOString(),
    endedAt: new Date(started + 3 * 3_600_000).toISOString(),
    county: '正安县',
    place: `${township}卫生院门诊大厅`,
    organisation: '县中医医院',
    lng: 107.4 + (number % 50) / 500,
    lat: 28.5 + (number % 40) / 400,
    accuracy: 8 + (number % 20),
    team: ['主任医师', '副主任医师', '主治医师', '护师'].map((title, at) => `${title}${at + 1}`),
    visits: 40 + (number % 60),
    leaflets: 100 + (number % 200),
    summary: `${techniques[number % techniques.length] ?? ''}为主。${summary}`,
    followUp,
    updatedAt: started,
  }
}
