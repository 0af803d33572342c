// @vitest-environment node
import { FakeRemote } from '../fakes/fake-remote.ts'
import { ModelServer } from '../fakes/model-server.ts'
import { authorId, personId } from '../make/payload.ts'
import { remoteContract } from './remote.contract.ts'

remoteContract('as the tests pretend it', async () => {
  const server = new ModelServer()
  server.packs.set('rules', { version: '1', rules: [] })
  const person = (id: typeof authorId) => ({ id, remote: new FakeRemote(server, id) })
  const nobody = new FakeRemote(server, authorId)
  nobody.rule = () => 401
  return { me: person(authorId), other: person(personId('other')), nobody }
})
