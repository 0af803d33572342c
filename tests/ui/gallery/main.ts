import { createApp } from 'vue'
import '@/ui/tokens.css'
import '@/ui/base.css'
import { fillShell } from '@/ui/shell'
import shellCss from '@/ui/shell.css?inline'
import shellHtml from '@/ui/shell.html?raw'
import Gallery from './Gallery.vue'

const words = { today: '今天', records: '记录', create: '新建', map: '地图', me: '我的', places: '主要位置' }

/** The first paint alone: the kit's own sheets off, as before any script. */
const showShell = () => {
  document.querySelectorAll('style').forEach((sheet) => sheet.remove())
  document.head.append(Object.assign(document.createElement('style'), { textContent: shellCss }))
  const parsed = new DOMParser().parseFromString(fillShell(shellHtml, words), 'text/html')
  document.body.replaceChildren(...parsed.body.children)
}

const theme = new URLSearchParams(location.search).get('theme')
if (theme) document.documentElement.dataset.theme = theme

if (location.hash === '#shell') showShell()
else createApp(Gallery).mount('#app')
