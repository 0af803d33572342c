import { afterEach } from 'vitest'
import { openPages } from './browser.ts'

/** What a person would have seen when a test failed: a log of a machine that is gone has nothing else to show. */
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  for (const { page, lines } of openPages()) {
    const words = await page.locator('body').innerText({ timeout: 2_000 }).catch((error: Error) => error.message)
    console.log(`${task.name}: ${page.url()} showed\n${words.slice(0, 1_500)}\n${lines.join('\n')}`)
  }
})
