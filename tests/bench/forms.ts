import { appMount, buildApp, buildPage, pageMount } from './app.ts'
import { measureForm } from './measure-form.ts'
import { measureList } from './measure-list.ts'
import type { Finding } from './report.ts'
import { serve } from './serve.ts'

/** What long forms and long lists cost on a phone. */
export async function measureForms(): Promise<Finding> {
  const app = await buildApp()
  const [checklist, list] = [await buildPage('seed-checklist'), await buildPage('seed-list')]
  const ours = await serve([await appMount(app), pageMount('seed-checklist', checklist), pageMount('seed-list', list)])
  try {
    const form = await measureForm(ours)
    const scrolled = await measureList(ours)
    return { figures: { ...form.figures, ...scrolled.figures }, aims: [...form.aims, ...scrolled.aims] }
  } finally {
    await ours.stop()
    await Promise.all([app, checklist, list].map((built) => built.remove()))
  }
}
