import { writeFile } from 'node:fs/promises'
import { chromium } from 'playwright-core'
import { height, width } from './drawing.ts'
import { scenes } from './scenes.ts'

/** Draws the WebP pictures of photos/ with a browser: node --import tsx supabase/demo/draw-photos.ts */
const quality = 0.82

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
})
try {
  const page = await browser.newPage()
  for (const [name, svg] of Object.entries(scenes)) {
    const address = await page.evaluate(async ({ source, size, encoder }) => {
      const image = new Image()
      image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`
      await image.decode()
      const canvas = Object.assign(document.createElement('canvas'), size)
      canvas.getContext('2d')?.drawImage(image, 0, 0)
      return canvas.toDataURL('image/webp', encoder)
    }, { source: svg, size: { width, height }, encoder: quality })
    const bytes = Buffer.from(address.slice(address.indexOf(',') + 1), 'base64')
    await writeFile(new URL(`photos/${name}.webp`, import.meta.url), bytes)
    process.stdout.write(`${name}.webp ${bytes.byteLength}\n`)
  }
} finally {
  await browser.close()
}
