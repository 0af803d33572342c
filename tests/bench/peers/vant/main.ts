import { createApp, h } from 'vue'
import { Cell, List } from 'vant'
import 'vant/es/cell/style'
import 'vant/es/list/style'
import { makeActivity } from '../activity'

const activities = Array.from({ length: 10_000 }, (_, number) => makeActivity(number))

/** Vant's list as it comes: it loads by the page, but keeps every row that it was ever given. */
createApp(() => h(List, { finished: true, finishedText: '没有更多了' }, () => activities.map((each) =>
  h(Cell, { key: each.id, title: each.title, label: `义诊 · ${each.startedAt.slice(0, 10)} · ${each.place}`, value: each.status, isLink: true }),
))).mount('#app')
