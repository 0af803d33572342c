/** A known mistake of delivery: in a file under src, this text becomes that one. */
export interface Mutant {
  readonly name: string
  readonly file: string
  readonly from: string
  readonly to: string
  /** Why nothing can notice it, where that is so. */
  readonly survives?: string
}

const outbox = 'local/deliveries.ts'
const push = 'sync/push.ts'
const accept = 'local/accept.ts'
const merging = 'local/merging.ts'
const purge = 'local/purge.ts'

export const mutants: readonly Mutant[] = [
  { name: 'what is sent again after a restore forgets the server\'s text', file: accept, from: 'parents: [...new Set([...record.parents, sha256])] }', to: 'parents: record.parents }' },
  { name: 'colleagues\' texts are sent again', file: accept, from: '  if (author !== database.person) return\n', to: '' },
  { name: 'a decision writes over what was saved since', file: merging, from: ' || held.record.edition !== seen.edition', to: '' },
  { name: 'acknowledged before the server has spoken', file: push, from: "if (!word || word.verdict === 'retry') return outbox.unknown(id, sha256)", to: 'if (!word) return outbox.acknowledge(id, sha256)' },
  { name: 'retry taken for an acknowledgement', file: push, from: "if (!word || word.verdict === 'retry') return outbox.unknown(id, sha256)", to: "if (!word) return outbox.unknown(id, sha256)\n      if (word.verdict === 'retry') return outbox.acknowledge(id, sha256)" },
  { name: 'duplicates set aside', file: push, from: "word.verdict === 'applied' || word.verdict === 'duplicate') return outbox", to: "word.verdict === 'applied') return outbox" },
  { name: 'the verdict of another text counts', file: push, from: 'id === parcel.id && sha256 === parcel.sha256', to: 'id === parcel.id' },
  { name: 'another person\'s session judges', file: push, from: 'if (isForeign(words)) {', to: 'if (false) {' },
  { name: 'a batch that failed is left under way', file: push, from: '  await parts.local.outbox.release()\n', to: '' },
  { name: 'one bad record stops the rest', file: push, from: 'if (parcels.length > 1) {', to: 'if (false) {' },
  { name: 'any failure refuses for good', file: push, from: 'ofTheContent.has(failure.code)', to: 'true' },
  { name: 'a portal\'s page is a failure of the content', file: push, from: "'offline', 'signedOut', 'busy'", to: "'signedOut', 'busy'" },
  { name: 'people forgotten before an answer', file: push, from: '    const answer = await remote.push(parcels, people)\n', to: '    await local.outbox.forgetPeople(people.map((person) => person.id))\n    const answer = await remote.push(parcels, people)\n' },
  { name: 'no comparison of the acknowledged hash', file: outbox, from: "if (!held?.entry || envelope?.sha256 !== sha256) return\n          const { record, entry } = held\n          const { revision, text }", to: "if (!held?.entry || !envelope) return\n          const { record, entry } = held\n          const { revision, text }" },
  { name: 'an edit while sending is forgotten', file: outbox, from: 'entry: stands ? null : queued', to: 'entry: null' },
  { name: 'the next text descends from nothing', file: outbox, from: '[...record.parents, entry.envelope.sha256]', to: 'record.parents' },
  { name: 'the same text is never sent again', file: outbox, from: '(patient || entry.edition === record.edition)', to: 'patient' },
  { name: 'an edited record repeats its old text', file: outbox, from: '(patient || entry.edition === record.edition)', to: 'true' },
  { name: 'revisions do not grow', file: outbox, from: 'Math.max(record.revision, entry.envelope?.revision ?? 0) + 1', to: 'Math.max(record.revision, entry.envelope?.revision ?? 0, 1)' },
  { name: 'an edit during hashing is taken for the hashed text', file: outbox, from: "now.edition !== record.edition || waitingNow", to: 'waitingNow' },
  { name: 'a refused record is forgotten', file: outbox, from: "? { record, entry: { ...entry, state: 'refused', codes } }", to: '? { record, entry: null }' },
  { name: 'refused whatever was edited meanwhile', file: outbox, from: "await database.hold(id, record.edition === entry.edition", to: 'await database.hold(id, true' },
  { name: 'a conflict is not looked at again', file: outbox, from: "          if (codes.includes('conflict')) await rewind(database)\n", to: '' },
  { name: 'what a restored server refuses counts as common', file: outbox, from: '(isBase ? { acknowledged: null } : {})', to: '{}' },
  { name: 'a rival that a restored server does not take is chosen and not sent', file: merging, from: '!head.lost && sayTheSame', to: 'sayTheSame' },
  { name: 'a pull writes over unsent edits', file: accept, from: '  if (held?.entry) {\n    if (isOurs', to: '  if (false as boolean && held?.entry) {\n    if (isOurs' },
  { name: 'older revisions replace newer ones', file: accept, from: '  if ((before?.revision ?? 0) >= revision && !reviewed) return \'kept\'\n', to: '' },
  { name: 'own texts are taken for another device\'s', file: accept, from: '    if (isOurs(held, sha256) || await database.texts.get([id, sha256])) return standOn', to: '    if (false as boolean) return standOn' },
  { name: 'a lost picture is never sent again', file: accept, from: "known !== undefined && known.state !== 'verified'", to: 'known !== undefined' },
  { name: 'the states of pictures are passed over', file: accept, from: '    await acceptPhotos(database, pulled, now)\n', to: '' },
  { name: 'merged without asking', file: merging, from: 'return clashes.length > 0\n    ? {', to: 'return false\n    ? {' },
  { name: 'a merge descends from theirs alone', file: merging, from: '[...new Set([head.sha256, ...lineage(held)])]', to: 'lineage(held)' },
  { name: 'a merge is not sent', file: merging, from: 'entry: isTheirs ? null : queued', to: 'entry: null' },
  { name: 'a form over replaced content wins', file: 'local/edit.ts', from: '!before.rival && before.payload.revision !== payload.revision', to: 'false' },
  { name: 'editing ends a clash', file: 'local/edit.ts', from: 'entry: content.rival ? inConflict(held?.entry) :', to: 'entry:' },
  { name: 'sealed versions merge unasked', file: 'domain/merge.ts', from: "  if (!isOpen(mine) || !isOpen(theirs) || mine.status !== theirs.status) return { payload: { ...mine, revision }, clashes: [['status']] }\n", to: '' },
  { name: 'a member taken out takes the other\'s change along', file: 'domain/merge.ts', from: 'return before.has(key) && same(before.get(key), others.get(key)) ? [] : [others.get(key)]', to: 'return before.has(key) ? [] : [others.get(key)]' },
  { name: 'both changed, mine wins', file: 'domain/merge.ts', from: '  clashes.push(path)\n', to: '' },
  { name: 'the cursor moves before its page is kept', file: 'sync/pull.ts', from: '    for (const { document, payload } of pulled) {', to: '    await local.cursors.put(scope, next)\n    for (const { document, payload } of pulled) {' },
  { name: 'an incomplete page ends the pull', file: 'sync/pull.ts', from: '    if (complete) {', to: '    if (complete || documents.length > 0) {' },
  { name: 'another person\'s page is kept', file: 'sync/pull.ts', from: '    if (foreign)\n', to: '    if (false)\n' },
  { name: 'a new epoch sends nothing again', file: 'sync/pull.ts', from: '  await (await local.texts()).sendAgain()\n', to: '' },
  { name: 'what a restored server refuses is forgotten before it is queued', file: push, from: "      if (word.verdict !== 'applied' && word.verdict !== 'duplicate') {\n", to: "      await texts.settled({ id, sha256 })\n      if (word.verdict !== 'applied' && word.verdict !== 'duplicate') {\n" },
  { name: 'taken in before what was lost is sent again', file: 'sync/pull.ts', from: 'if (cursor && cursor.epoch !== next.epoch) return restored(local, next.epoch)', to: 'if (cursor && cursor.epoch !== next.epoch) await restored(local, next.epoch)' },
  { name: 'merged with what a restored server may have lost', file: accept, from: "    if (lost) return 'passed'\n", to: '' },
  { name: 'what a restored server lost is replaced here', file: accept, from: "  if (lost) return 'passed'\n  await put", to: '  await put' },
  { name: 'what was passed over is not asked for again', file: 'sync/pull.ts', from: 'if (!passed) await local.cursors.put', to: 'await local.cursors.put' },
  { name: 'kept texts go by the clock', file: 'local/contact.ts', from: 'count: count + 1 }', to: "count: Math.floor(now / 86_400_000) }" },
  { name: 'bytes go before their picture is confirmed', file: purge, from: "state === 'verified' && confirmed !== undefined && confirmed <= day", to: '(confirmed ?? 0) <= day' },
  { name: 'bytes go while their record has something to send', file: purge, from: 'entry === null && record', to: 'record' },
  { name: 'bytes go while their record is to be sent once more', file: purge, from: '!again.has(id) && ', to: '' },
  { name: 'bytes of a record under correction go', file: purge, from: ' && !corrected.has(id)', to: '' },
  { name: 'what changed before a comparison is skipped', file: 'sync/archive.ts', from: 'cursor: isSame ? before.cursor : cursor,', to: 'cursor,' },
  { name: 'what departed stays', file: 'local/archive.ts', from: 'new Set([...departed, ...records', to: 'new Set([...records' },
  { name: 'a restored server\'s months are taken for held', file: 'sync/archive.ts', from: '!isSame || here', to: 'here' },
  { name: 'an archive makes room for itself', file: 'local/archive.ts', from: 'if (isStorageFull(error)) return false\n', to: '' },
  { name: 'bytes of a draft go', file: purge, from: " && !['draft', 'returned'].includes(record.payload.status)", to: '' },
  { name: 'a full disk takes today\'s pictures', file: purge, from: 'spareUntil(database, count - 1)', to: 'spareUntil(database, count)' },
  { name: 'a full disk takes every picture at once', file: purge, from: '      if (freed >= wanted) break\n', to: '' },
  { name: 'a confirmation outlives the server that gave it', file: 'local/texts.ts', from: 'else if (confirmed !== undefined)', to: 'else if (false as boolean)' },
  { name: 'a picture confirmed today counts as confirmed before', file: 'local/contact.ts', from: 'day === dayOf(now) ? count : count + 1', to: 'count' },
  { name: 'an unlisted picture is deleted before its record arrived', file: 'sync/photos.ts', from: '    if (!bytes) continue\n', to: "    if (!bytes) continue\n    await local.photoQueue.mark(photo, 'received')\n" },
  { name: 'a cut upload counts', file: 'sync/photos.ts', from: "      await local.photoQueue.mark(photo, 'waiting')\n      return stopped(failure)", to: "      await local.photoQueue.mark(photo, 'received')\n      return stopped(failure)" },
  { name: 'pictures go before their manifest', file: 'local/photo-queue.ts', from: '.filter((row) => !unsent.has(row.document_id))', to: '' },
  { name: 'no lock between tabs', file: 'sync/schedule.ts', from: '{ ifAvailable: true }, async (lock) => {\n      if (!lock) return false', to: '{ ifAvailable: true }, async (_lock) => {' },
  { name: 'a save without its outbox entry', file: 'local/edit.ts', from: "entry: content.rival ? inConflict(held?.entry) : { ...queued, envelope, edition: held?.entry?.edition ?? 0 }", to: 'entry: held?.entry ?? null' },
  { name: 'saved is said before it is complete', file: 'local/rewrite.ts', from: '    transaction.oncomplete = () => resolve()\n', to: '    resolve()\n' },
  { name: 'relaxed durability', file: 'local/database.ts', from: "chromeTransactionDurability: 'strict'", to: "chromeTransactionDurability: 'relaxed'" },
  { name: 'the wait has no jitter', file: 'sync/backoff.ts', from: 'Math.floor(random * ceiling)', to: 'ceiling' },
  { name: 'what the server asks for is passed over', file: 'sync/backoff.ts', from: '(retryAfter ?? 0) * 1000 + ', to: '' },
  { name: 'a full batch is not bounded', file: 'sync/batch.ts', from: '(parcels.length > 0 && full + size > limit)', to: 'false' },
]
