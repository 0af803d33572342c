import { serveIonic, serveOurs } from './candidate.ts'
import { weighClosure, weighPrecache, type Weight } from './closure.ts'
import { weighFirstScreen } from './first-screen.ts'
import { buildPeer } from './peers.ts'
import { atMost, say, type Finding } from './report.ts'
import { serve } from './serve.ts'

const kib = (bytes: number) => bytes / 1024
const inKib = ({ js, css }: Weight) => ({ js: kib(js), css: kib(css) })

/** What going to the map loads, wherever it is in the tree. */
const mapParts = /\/(AreaPage|MapPanel)\.vue$/

/** Brotli-11 bytes of the field entry, of each lazy part and of the precache; first-screen bytes against the peers. */
export async function measureSize(): Promise<Finding> {
  const ionic = await serveIonic()
  const ours = await serveOurs()
  const formsFolder = await buildPeer('web-forms')
  const forms = await serve([{ at: '/', folder: formsFolder }])
  try {
    const [mine, theirs] = await Promise.all([ours, ionic].map(({ folder }) => weighClosure(folder)))
    const [precache, peerPrecache] = await Promise.all([ours, ionic].map(({ folder }) => weighPrecache(folder)))
    if (!mine || !theirs || !precache || !peerPrecache) throw new Error('nothing was weighed')
    say('entry, ours', inKib(mine.entry), 'KiB')
    say('entry, ionic-rxdb', inKib(theirs.entry), 'KiB')
    say('entry, web-forms', inKib((await weighClosure(formsFolder)).entry), 'KiB')
    for (const [name, weight] of Object.entries(mine.lazy)) say(`lazy ${name}`, inKib(weight), 'KiB')
    say('precache, ours', { files: precache.files, KiB: kib(precache.bytes) }, '')
    say('precache, ionic-rxdb', { files: peerPrecache.files, KiB: kib(peerPrecache.bytes) }, '')

    const screen = {
      ours: await weighFirstScreen(ours.site, ours.row, '/seed/'),
      'ionic-rxdb': await weighFirstScreen(ionic.site, ionic.row, '/seed/'),
      'web-forms': await weighFirstScreen(forms, 'input'),
    }
    say('first usable screen', Object.fromEntries(Object.entries(screen).map(([name, size]) => [name, kib(size)])), 'KiB')

    const map = await mine.together(mapParts)
    say('map, all its parts', inKib(map), 'KiB')
    const figures = {
      entry_js_kib: kib(mine.entry.js),
      entry_css_kib: kib(mine.entry.css),
      largest_lazy_js_kib: kib(Math.max(0, ...Object.values(mine.lazy).map(({ js }) => js))),
      map_js_kib: map.js === 0 ? Number.NaN : kib(map.js),
      precache_kib: kib(precache.bytes),
      precache_ratio: precache.bytes / peerPrecache.bytes,
      entry_ratio: (mine.entry.js + mine.entry.css) / (theirs.entry.js + theirs.entry.css),
      first_screen_ratio_ionic: screen.ours / screen['ionic-rxdb'],
      first_screen_ratio_web_forms: screen.ours / screen['web-forms'],
    }
    return {
      figures,
      aims: [
        atMost('entry scripts, KiB', figures.entry_js_kib, 105),
        atMost('entry styles, KiB', figures.entry_css_kib, 12),
        atMost('largest lazy part, KiB', figures.largest_lazy_js_kib, 60),
        atMost('map and its page, KiB', figures.map_js_kib, 55),
        atMost('precache, KiB', figures.precache_kib, 900),
        atMost('first usable screen against ionic-rxdb', figures.first_screen_ratio_ionic, 0.33),
        atMost('first usable screen against web-forms', figures.first_screen_ratio_web_forms, 0.1),
      ],
    }
  } finally {
    await Promise.all([ours.stop(), ionic.stop(), forms.stop()])
  }
}
