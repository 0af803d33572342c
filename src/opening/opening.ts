import { actingBook, identityBook } from '@/app/identity-book'
import { lookEarly, newestOf } from '@/local/early'
import { rememberedConfig } from '@/remote/config'
import './hand-over'
import { fetchAhead } from './ahead'
import { node } from './node'
import { todayParts, waitingParts } from './page'
import { heedTouch } from './touch'
import type { OpeningWords } from './words'

/** The app is not kept waiting longer than this for the first page, in milliseconds. */
const patience = 1500

/** Resolves once what was drawn before has gone to the screen. */
const shown = () => new Promise<void>((resolve) => {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => resolve()
    port2.postMessage(null)
  })
})
const later = (milliseconds: number) => new Promise<void>((resolve) => void setTimeout(resolve, milliseconds))

/** The app's own scripts, the entry last: begun one by one, so that a tap is answered between them. */
function appParts(): readonly HTMLLinkElement[] {
  const links = document.querySelectorAll<HTMLLinkElement>('link[rel=modulepreload]:not([data-ahead])')
  return [...links].sort((a, b) => Number('app' in a.dataset) - Number('app' in b.dataset))
}

/** Resolves when the page's shell stands. */
const parsed = () => new Promise<void>((resolve) => {
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', () => resolve(), { once: true })
  else resolve()
})

/** Milliseconds after which an app that has not come is said to be missing. */
const longestWait = 15_000
const notOpenPage = '/not-open.js'
const sayNotOpen = () => import(/* @vite-ignore */ notOpenPage)

/** Milliseconds after which the browser looks for a newer version. */
const lookAfter = 4_000

/**
 * Has the browser look for a newer version, as it need not where it answers for the worker. The page asks, not the app: one
 * that does not open must still hear of its cure. Without a line the next page asks.
 */
function lookForNewer(): void {
  if ('serviceWorker' in navigator) navigator.serviceWorker.getRegistration().then((held) => held?.update()).catch(() => undefined)
}

let left = false

/** Answers a tap within the page that was drawn before the app came. */
function answer(event: MouseEvent, main: Element, words: OpeningWords): void {
  const link = (event.target as Element).closest('a')
  const path = link?.getAttribute('href')
  if (!link || !path || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  left = true
  window.opening?.go(path)
  const title = link.querySelector('.x-row-title')?.textContent ?? link.textContent?.trim() ?? ''
  main.replaceChildren(...waitingParts(title, words))
}

/** Draws Today with what the device holds, in the first language only. */
async function draw(words: OpeningWords): Promise<void> {
  const identity = identityBook.read()
  // The app takes the lines over on any page.
  const lookedUp = identity && lookEarly(identity.personId)
  if (!lookedUp || location.pathname !== '/' || localStorage.getItem('xingxun.locale') === 'en') return
  const [rows] = await Promise.all([lookedUp, parsed()])
  const frame = document.querySelector<HTMLElement>('.x-frame')
  const main = frame?.querySelector('main')
  const lines = newestOf(rows ?? []).flatMap(({ value }) => value ?? []).filter(({ author_id }) => author_id === identity.personId)
    .sort((a, b) => b.touched - a.touched)
  if (!frame || !main || lines.length === 0 || document.querySelector('[data-v-app]')) return
  // What stands above the page: a tap aimed at what was drawn here must find it in the same place.
  if (rememberedConfig()?.demo) main.before(node('p', 'demo-strip', words.demo))
  main.append(...todayParts(lines, identity, Boolean(actingBook.read(identity)?.organisation_id), words))
  frame.addEventListener('click', (event) => answer(event, main, words))
  // Whoever goes back before the app has come begins anew.
  addEventListener('popstate', () => left && frame.isConnected && location.reload(), { once: true })
}

/**
 * Draws Today from what the device holds and answers its taps, before the app's code has come; then begins the app,
 * which takes the page over. Where nobody has signed in, or on another page, the shell stands alone until then. An app that
 * does not come is said not to have opened, by `say`.
 */
export async function open(words: OpeningWords, say: () => unknown = sayNotOpen): Promise<void> {
  // The app marks its place when it stands.
  const check = () => document.querySelector('[data-v-app]') ?? say()
  setTimeout(check, longestWait)
  setTimeout(lookForNewer, lookAfter)
  const theme = localStorage.getItem('xingxun.theme')
  if (theme && theme !== 'auto') document.documentElement.dataset['theme'] = theme
  fetchAhead(location.pathname)
  window.opening = { go: (path) => history.pushState(null, '', path), untouched: heedTouch() }
  await Promise.race([draw(words).then(shown), later(patience)])
  try {
    for (const { href } of appParts()) {
      await Promise.race([shown(), later(100)])
      await import(/* @vite-ignore */ href)
    }
  } catch (error) {
    console.warn(error)
    check()
  }
}
