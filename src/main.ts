import './app/trusted-types'
import { createPinia } from 'pinia'
import { createApp, shallowRef, watch } from 'vue'
import App from './app/App.vue'
import { addWords, i18n, setLocale } from './app/i18n'
import { actingBook, identityBook } from './app/identity-book'
import PageLink from './app/PageLink.vue'
import { makeRouter, warmUp } from './app/router'
import { applyTheme } from './app/theme'
import { openWorkplace } from './app/workplace'
import { containerKey, type Container, type Deployment, type Workplace } from './container'
import { makeDocumentId, type Sha256 } from './domain/id'
import type { Identity } from './domain/ports'
import { useSettings } from './features/device/settings-store'
import { openRecordIndex } from './features/history/use-record-index'
import { openLocal } from './local/local'
import { loadCode } from './local/store-code'
import { openRemote } from './remote/remote'
import { aloneIn, schedule } from './sync/schedule'
import { fetchedSync } from './sync/fetched'
import { linkComponent } from './ui/link'
import './opening/hand-over'
import './ui/tokens.css'
import './ui/base.css'

const clock = { now: () => Date.now() }
const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))
const hash = async (text: string) => {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('') as Sha256
}

const server = openRemote()
const workplace = shallowRef<Workplace | null>(null)
const deployment = shallowRef<Deployment>({ demo: server.rememberedConfig()?.demo ?? false })

/** What the first page can do without. */
const later = () => import('./later')

let renewal: Promise<() => Promise<void>> | undefined
/** Fetched when the server was first reached; without a network it is missed, and asked for at the next time. */
const renew = async () => {
  renewal ??= later().then(({ renewalOf }) => renewalOf(workplace, server.session, clock))
  await renewal.then((run) => run(), () => (renewal = undefined))
}

const close = () => {
  workplace.value?.sync.stop()
  workplace.value?.local.close()
}

const open = (identity: Identity) => {
  close()
  workplace.value = openWorkplace({
    identity,
    acting: actingBook.read(identity),
    local: openLocal(identity.personId, random),
    memberships: () => (workplace.value ?? { identity }).identity.memberships,
    reached: () => void renew(),
    startSync: (local, parts) => {
      const sync = fetchedSync(async () => (await import('./sync/sync')).createSync({
        ...parts,
        local,
        remote: server.remote,
        now: clock.now,
        random: Math.random,
        connected: () => navigator.onLine,
        hash,
        alone: aloneIn(navigator.locks, `xingxun-sync-${identity.personId}`),
        later: (work, milliseconds) => {
          const timer = setTimeout(work, milliseconds)
          return () => clearTimeout(timer)
        },
      }))
      schedule(sync, window, document)
      return sync
    },
  })
}

const container: Container = {
  clock,
  random,
  hash,
  makeId: () => makeDocumentId(clock.now(), random(10)),
  session: server.session,
  reports: server.reports,
  sessionSheet: server.sessionSheet,
  peopleAdmin: server.peopleAdmin,
  joining: server.joining,
  remote: server.remote,
  rescue: async () => (await later()).rescueOf(workplace, random),
  photoMaker: { make: async (file, stamp) => (await later()).makePhoto(file, stamp) },
  addWords,
  geolocation: navigator.geolocation,
  workplace,
  deployment,
  enter(identity) {
    identityBook.write(identity)
    open(identity)
  },
  actFor(membership) {
    const here = workplace.value
    if (!here) return
    actingBook.write(here.identity, membership.id)
    workplace.value = { ...here, acting: membership }
  },
  async leave() {
    close()
    workplace.value = null
    identityBook.clear()
    await server.session.signOut()
  },
}

async function start(): Promise<void> {
  const identity = identityBook.read()
  if (identity) open(identity)
  const first = workplace.value && openRecordIndex(workplace.value.local)
  void warmUp()
  const router = makeRouter(() => workplace.value !== null, () => workplace.value?.identity.memberships.length !== 0)
  const opening = window.opening
  if (opening) opening.go = (path) => void router.push(path)
  const app = createApp(App)
  app.use(createPinia())
  const settings = useSettings()
  watch(() => settings.theme, applyTheme, { immediate: true })
  watch(() => settings.locale, (locale) => void setLocale(locale))
  if (settings.locale !== 'zh-CN') await setLocale(settings.locale)
  app.use(i18n).use(router)
  app.provide(containerKey, container)
  app.provide(linkComponent, PageLink)
  await Promise.all([router.isReady(), first])
  await opening?.untouched()
  app.mount('#app')
  // Where these cannot be fetched, the next page asks again.
  later().then(({ registerServiceWorker }) => registerServiceWorker(), () => undefined)
  loadCode().catch(() => undefined)
  void server.config().then((config) => {
    if (config) deployment.value = { demo: config.demo }
  })
}

void start()
