import { useContainer, useWorkplace, type Container, type Workplace } from '@/container'
import type { DocumentId, Sha256 } from '@/domain/id'

interface Parts {
  readonly local: Pick<Workplace['local'], 'records'>
  readonly remote: Pick<Container['remote'], 'downloadPhoto'>
}

/** A picture of a record from this device, else from the server; undefined where neither gives it. */
export async function loadPhoto({ local, remote }: Parts, id: DocumentId, sha256: Sha256): Promise<ArrayBuffer | Blob | undefined> {
  const here = await local.records.photo(id, sha256)
  if (here) return here
  const answer = await remote.downloadPhoto(id, sha256)
  return answer.ok ? answer.value : undefined
}

export function useLoadPhoto() {
  const { remote } = useContainer()
  const { local } = useWorkplace()
  return (id: DocumentId, sha256: Sha256) => loadPhoto({ local, remote }, id, sha256)
}
