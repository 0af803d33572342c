import { shootPages, type Stage } from './camera.ts'

const pages = ['map', 'board', 'indicators', 'blank-spots'] as const
/** 贵州, of which the demo fills one county, and one of its prefectures where nothing was ever held. */
const areas = { full: '', empty: '?area=520500' } as const

/** The four pages of a province's manager, full and empty, in each look, the full ones down their length; the board once more without a network. */
export async function shootBoards(stage: Stage): Promise<void> {
  const { page, go, shoot, look, device } = stage
  for (const [state, query] of Object.entries(areas)) {
    for (const name of pages) {
      await go(`/${name}${query}`)
      await page.locator(name === 'map' ? '.area-map[data-ready=true]' : '.manager-page:not([aria-busy]), [data-board]:not([aria-busy])').first().waitFor()
      for (const each of ['light', 'dark', 'sunlight'] as const) {
        await look(each)
        await shoot(`boards-${name}-${state}-${each}`)
      }
      await look('light')
      if (state === 'full') await shootPages(stage, `boards-${name}-page`, 4)
    }
  }
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  await go('/board')
  await page.locator('[data-board]:not([aria-busy])').waitFor()
  await device.context.setOffline(true)
  await page.reload()
  await page.getByText(/没有网络，显示的是/).waitFor()
  await shoot('boards-board-offline')
  await device.context.setOffline(false)
}
