import { beforeEach, expect, it } from 'vitest'
import { fetchAhead } from '@/opening/ahead'

const links = () => [...document.head.querySelectorAll('link')].map((link) => [link.rel, link.getAttribute('as'), link.getAttribute('href')])

beforeEach(() => {
  document.head.innerHTML = '<meta name="form-parts" content="/assets/form.js /assets/form.css">'
})

it('names a form\'s parts to the browser where the app opens on a form', () => {
  fetchAhead('/capture/01990000-0000-7000-8000-000000000000')

  expect(links()).toEqual(expect.arrayContaining([['modulepreload', null, '/assets/form.js'], ['preload', 'style', '/assets/form.css']]))
  expect(links()).toHaveLength(2)
})

it.each(['/', '/records', '/capture'])('leaves %s to ask for what it needs', (path) => {
  fetchAhead(path)

  expect(links()).toEqual([])
})

it.each(['', '<meta name="form-parts" content="">'])('does without a page that names none: %s', (head) => {
  document.head.innerHTML = head

  fetchAhead('/capture/1')

  expect(links()).toEqual([])
})
