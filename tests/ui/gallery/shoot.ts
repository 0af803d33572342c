import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { createServer } from 'vite'

/** Takes pictures of the gallery: node --import tsx tests/ui/gallery/shoot.ts <folder> [page] [theme] */
const [folder = 'gallery-shots', onlyPage, onlyTheme] = process.argv.slice(2)
const layers = ['sheet', 'picker', 'dialog', 'viewer', 'toast'].map((layer) => `layers-${layer}`)
const pages = ['shell', 'today', 'form', 'states', ...layers, 'desk']
const sizes = [{ name: 'phone', width: 390, height: 844 }, { name: 'desk', width: 1440, height: 900 }]
const themes = ['light', 'dark', 'sunlight']

await mkdir(folder, { recursive: true })
const server = await createServer({ configFile: fileURLToPath(new URL('vite.config.ts', import.meta.url)) })
await server.listen(0)
const address = server.resolvedUrls?.local[0] ?? ''
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
})
try {
  for (const { name, ...viewport } of sizes) {
    for (const theme of themes.filter((one) => !onlyTheme || one === onlyTheme)) {
      const page = await browser.newPage({ viewport, reducedMotion: 'reduce' })
      page.on('pageerror', (error) => { console.error(error.message) })
      page.on('console', (message) => {
        if (['warning', 'error'].includes(message.type())) console.error(message.text())
      })
      for (const state of pages.filter((one) => !onlyPage || one === onlyPage)) {
        await page.goto(`${address}?theme=${theme}&page=${state}#${state}`, { waitUntil: 'networkidle' })
        const path = `${folder}/${name}-${theme}-${state}.png`
        await page.screenshot({ path, fullPage: !layers.includes(state) })
      }
      await page.close()
    }
  }
} finally {
  await browser.close()
  await server.close()
}
