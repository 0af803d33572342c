import en from './en.json'
import { link, node } from './node'
import zhCN from './zh-CN.json'

/** Says that the app did not open, and where its records can be taken out. Stands where the app, should it still come, draws itself. */
function say(): void {
  const words = (localStorage.getItem('xingxun.locale') === 'en' ? en : zhCN).notOpen
  const body = node('div', 'x-card-body', node('h2', 'x-card-title', words.title), node('p', '', words.text),
    link('x-button x-button--primary x-button--block', '/recover.html', words.recover),
    link('x-button x-button--secondary x-button--block', location.pathname + location.search, words.again))
  body.style.display = 'grid'
  body.style.gap = 'var(--space-3)'
  const note = node('section', 'x-card', body)
  note.dataset['notOpen'] = ''
  // The page that was drawn before takes taps for ways within the app.
  note.addEventListener('click', (event) => event.stopPropagation())
  const heading = document.querySelector('#app main > header')
  const place = document.querySelector('#app') ?? document.body
  if (heading) heading.after(note)
  else place.prepend(note)
}

say()
