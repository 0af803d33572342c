import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { ServerConfig } from '../../../src/remote/config.ts'
import { openRemote, type RemoteAdapter } from '../../../src/remote/remote.ts'
import { reasonOf } from '../../../src/domain/people-admin.ts'
import { demoPassword } from '../../../supabase/demo/accounts.ts'
import { startServer } from '../../../supabase/embedded/server.ts'
import { codeOf, makeInvitation, makeRecovery } from '../../make/invitation.ts'
import { personId } from '../../make/payload.ts'
import { makeDatabase } from './fixture.ts'
import { atEnd, makeFolder } from './folder.ts'

let address = ''
/** The app's own adapter, as a phone of its own. */
const openPhone = (): RemoteAdapter => openRemote({
  config: async () => ({ ...await (await fetch(`${address}/config.json`)).json() as ServerConfig, url: address }),
  auth: { persistSession: false, autoRefreshToken: false },
  realtime: { transport: WebSocket as never },
})
beforeAll(async () => {
  const pageFolder = await makeFolder()
  await writeFile(join(pageFolder, 'index.html'), '<!doctype html><title>page</title>')
  const server = await startServer({
    host: '127.0.0.1', port: 0, databaseUrl: await makeDatabase(), dataFolder: await makeFolder(), pageFolder, sourceFolder: null,
    supabaseFolder: fileURLToPath(new URL('../../../supabase', import.meta.url)), accountDomain: 'accounts.test.local',
    name: '杏巡', tileOrigins: [], https: false, reset: false, demo: true, removeDemo: false, allowDemoOnNetwork: false, killServiceWorker: false, newEpoch: false,
  })
  atEnd(() => server.stop())
  address = server.address
})

const password = 'kz7-mola-prad'
const failureOf = (answer: { ok: boolean; failure?: { code: string; detail?: string } }) =>
  (answer.ok ? null : `${answer.failure?.code} ${reasonOf(answer.failure?.detail)}`)

describe('joining over the wire', () => {
  let manager: RemoteAdapter
  const person = personId('invited 1')

  it('begins with a code made by a manager and known by its hash', async () => {
    manager = openPhone()
    const me = await manager.session.signIn('wuchuan', demoPassword)
    expect(me.ok).toBe(true)
    expect(failureOf(await manager.peopleAdmin.invite([makeInvitation(1, { organisation_id: 123 })]))).toBe('forbidden place')
    expect(failureOf(await manager.peopleAdmin.invite([makeInvitation(1)]))).toBeNull()

    const state = await (await openPhone().joining()).codeState(codeOf(1))
    expect(state).toMatchObject({ ok: true, value: { state: 'open', name: '岑白术', purpose: 'join' } })
  })

  it('makes the account once, however often it is tried, and gives the role', async () => {
    const phone = openPhone()
    const joining = await phone.joining()
    expect(failureOf(await joining.signUp('cbs1001', password))).toBeNull()
    expect(failureOf(await phone.session.refresh())).toBe('forbidden ')
    // The answer was lost, and the phone began again.
    const again = openPhone()
    const second = await again.joining()
    expect(failureOf(await (await openPhone().joining()).signUp('cbs1001', 'another-word-12'))).toBe('conflict ')
    expect(failureOf(await second.signUp('cbs1001', password))).toBeNull()
    expect(await second.account()).toBe('cbs1001')
    expect(failureOf(await second.join(codeOf(1), 'somebody'))).toBe('invalid account')
    expect(failureOf(await second.join(codeOf(1), 'cbs1001'))).toBeNull()
    expect(failureOf(await second.join(codeOf(1), 'cbs1001'))).toBeNull()

    const me = await again.session.refresh()
    expect(me).toMatchObject({ ok: true, value: { personId: person, name: '岑白术', account: 'cbs1001', memberships: [{ role: 'field_worker', organisation_id: 121 }] } })
    expect(failureOf(await (await openPhone().joining()).join(codeOf(1), 'x12'))).toContain('signedOut')
  })

  it('is refused from the next call on when the person is disabled, with the session as it is', async () => {
    const phone = openPhone()
    expect((await phone.session.signIn('cbs1001', password)).ok).toBe(true)
    expect(failureOf(await manager.peopleAdmin.setDisabled(person, true))).toBeNull()
    expect(failureOf(await phone.remote.pullOwn(null))).toContain('forbidden')
    expect(failureOf(await manager.peopleAdmin.setDisabled(person, false))).toBeNull()
    expect((await phone.remote.pullOwn(null)).ok).toBe(true)
  })

  it('goes on with a new account after a one-time code', async () => {
    expect(failureOf(await manager.peopleAdmin.invite([makeRecovery(2, person)]))).toBeNull()
    const phone = openPhone()
    const joining = await phone.joining()
    expect(await joining.codeState(codeOf(2))).toMatchObject({ ok: true, value: { state: 'open', account: 'cbs1001' } })
    await joining.signUp('cbs10012', password)
    expect(failureOf(await joining.join(codeOf(2), 'cbs10012'))).toBeNull()

    expect(await phone.session.refresh()).toMatchObject({ ok: true, value: { personId: person, account: 'cbs10012' } })
    expect(failureOf(await openPhone().session.signIn('cbs1001', password))).toBe('forbidden ')
    const listed = await manager.peopleAdmin.person(person)
    expect(listed).toMatchObject({ ok: true, value: { accounts: [{ name: 'cbs10012', active: true }, { name: 'cbs1001', active: false, replaced: true }] } })
  })

  it('lists, imports and merges by the same adapter', async () => {
    const people = await manager.peopleAdmin.people('岑白术', null)
    expect(people).toMatchObject({ ok: true, value: { people: [{ id: person, state: 'active' }], truncated: false } })
    const row = { line: 2, id: personId('row'), name: '岑白朮', organisation_id: 121, title_level: 'none', category: 'tcm' }
    expect(await manager.peopleAdmin.importPeople([row, { ...row, line: 3, id: personId('row 3'), organisation_id: 123 }])).toEqual(
      { ok: true, value: [{ line: 2, refused: null }, { line: 3, refused: 'organisation' }] })
    expect(failureOf(await manager.peopleAdmin.merge(person, personId('row'), false))).toBe('invalid keepAccount')
    expect(failureOf(await manager.peopleAdmin.merge(personId('row'), person, false))).toBeNull()
    expect(failureOf(await manager.peopleAdmin.undoMerge(personId('row')))).toBeNull()
  })
})
