import en from './en.json'
import { link, node } from './node'
import zhCN from './zh-CN.json'

/** Says that the app did not open, and where its records can be taken out. Stands where the app, should it still come, draws itself. */
function say(): void {
  const words = (localStorage.getItem('xingxun.locale') === 'en' ? en : zhCN).notOpen
  const note = node('section', 'x-card', node('div', 'x-card-body', node('h2', 'x-card-title', words.title), node('p', '', words.text),
    link('x-button x-button--primary x-button--block', '/recover.html', words.recover),
    link('x-button x-button--secondary x-button--block', location.pathname + location.search, words.again)))
  note.dataset['notOpen'] = ''
  // The page that was drawn before takes taps for ways within the app.
  note.addEventListener('click', (event) => event.stopPropagation())
  const place = document.querySelector('#app main') ?? document.querySelector('#app') ?? document.body
  place.prepend(note)
}

say()
