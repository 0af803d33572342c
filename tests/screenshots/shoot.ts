import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { shootBoards } from './boards.ts'
import { onStage, sizes, type Size } from './camera.ts'
import { startDemoServer } from './demo-server.ts'
import { shootFieldWorker } from './field-worker.ts'
import { shootInspector } from './inspector.ts'
import { shootManager } from './manager.ts'

/**
 * `node --import tsx tests/screenshots/shoot.ts [folder]`: the product's screens on a phone and on a desk, those of managers on
 * a tablet too; with `boards` after the folder, managers' alone.
 */
const folder = process.argv[2] ?? join(tmpdir(), 'xingxun-screens')
const boardsAlone = process.argv[3] === 'boards'
const server = await startDemoServer()
try {
  for (const size of Object.keys(sizes) as Size[]) {
    const at = { address: server.address, folder, size }
    await onStage({ ...at, account: 'guizhou' }, shootBoards)
    if (boardsAlone || size === 'tablet') continue
    await onStage(at, async ({ page, go, shoot, look }) => {
      await go('/sign-in')
      await shoot('sign-in')
      await look('dark')
      await shoot('sign-in-dark')
      await look('light')
      await page.locator('input[autocomplete=username]').fill('nobody')
      await page.locator('input[autocomplete=current-password]').fill('wrong')
      await page.locator('button[type=submit]').click()
      await page.getByRole('alert').waitFor()
      await shoot('sign-in-refused')
    })
    await onStage({ ...at, account: 'wcyisheng' }, shootFieldWorker)
    await onStage({ ...at, account: 'zhuanjia' }, shootInspector)
    await onStage({ ...at, account: 'wuchuan' }, shootManager)
    await onStage({ ...at, account: 'wuchuan', locale: 'en' }, async ({ page, shoot }) => {
      await page.locator('.area-map[data-ready=true]').waitFor()
      await shoot('english-map')
    })
  }
} finally {
  await server.stop()
}
console.log(folder)
