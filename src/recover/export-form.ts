import type { PersonId } from '@/domain/id'
import { isLongEnough } from '@/domain/rescue/key'
import { exportRescueFile, rescueFileName } from '@/local/rescue/export'
import { saveFile } from '@/ui/save-file'
import { element } from './element'
import { say, words } from './words'

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))

function passwordField(label: string, name: string) {
  const input = element('input', { type: 'password', name, autocomplete: 'new-password', class: 'recover-input' })
  return { input, field: element('label', { class: 'recover-field' }, label, input) }
}

/** The form that saves what waits of a person in a file. */
export function exportForm(person: PersonId, name: string): HTMLElement {
  const first = passwordField(words.passphrase, 'passphrase')
  const second = passwordField(words.again, 'again')
  const button = element('button', { type: 'submit', class: 'recover-button' }, words.export)
  const note = element('p', { role: 'status', class: 'recover-note' })
  const form = element('form', {}, first.field, second.field, element('p', { class: 'recover-warning' }, words.warning), button, note)
  const tell = (text: string, tone: string) => {
    note.textContent = text
    note.dataset['tone'] = tone
  }
  async function save() {
    const made_at = new Date().toISOString()
    const file = rescueFileName(made_at)
    saveFile(file, await exportRescueFile(indexedDB, first.input.value, { person, name, made_at, random }))
    tell(say(words.done, { file }), 'success')
    form.reset()
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (!isLongEnough(first.input.value)) return tell(words.short, 'danger')
    if (first.input.value !== second.input.value) return tell(words.differs, 'danger')
    button.disabled = true
    tell(words.exporting, 'muted')
    save().catch((error: unknown) => tell(say(words.failed, { reason: String(error) }), 'danger'))
      .finally(() => (button.disabled = false))
  })
  return form
}
