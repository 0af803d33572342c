import { createApp } from 'vue'
import '@/ui/tokens.css'
import '@/ui/base.css'
import { fillShell } from '@/ui/shell'
import shellHtml from '@/ui/shell.html?raw'
import Gallery from './Gallery.vue'

const words = { today: '今天', records: '记录', create: '新建', map: '地图', me: '我的', places: '主要位置' }

/** The first paint alone. */
const showShell = () => {
  const parsed = new DOMParser().parseFromString(fillShell(shellHtml, words), 'text/html')
  document.body.replaceChildren(...parsed.body.children)
}

const theme = new URLSearchParams(location.search).get('theme')
if (theme) document.documentElement.dataset.theme = theme

if (location.hash === '#shell') showShell()
else createApp(Gallery).mount('#app')
