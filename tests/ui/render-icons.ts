import { readFile, writeFile } from 'node:fs/promises'
import { chromium } from 'playwright-core'

/** Draws the PNG icons from public/icons/icon.svg: node --import tsx tests/ui/render-icons.ts */
const folder = new URL('../../public/icons/', import.meta.url)
const source = await readFile(new URL('icon.svg', folder), 'utf8')

/** Platforms that cut their own shape get the field to the edges and the mark within the inner four fifths. */
const bleeding = source
  .replace(' rx="112"', '')
  .replace('translate(49.6 56) scale(4.3)', 'translate(92.8 98) scale(3.4)')
/** At 32 px the mark fills the field, else the leaf is lost. */
const tiny = source.replace('translate(49.6 56) scale(4.3)', 'translate(16 23) scale(5)')

const icons = [
  { file: 'icon-192.png', size: 192, svg: source },
  { file: 'icon-512.png', size: 512, svg: source },
  { file: 'maskable-512.png', size: 512, svg: bleeding },
  { file: 'apple-touch-180.png', size: 180, svg: bleeding },
  { file: 'favicon-32.png', size: 32, svg: tiny },
]

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
})
try {
  for (const { file, size, svg } of icons) {
    const page = await browser.newPage({ viewport: { width: size, height: size } })
    await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`)
    await writeFile(new URL(file, folder), await page.screenshot({ omitBackground: true }))
    await page.close()
  }
} finally {
  await browser.close()
}
