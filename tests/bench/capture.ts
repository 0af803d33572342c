import { serveIonic, serveOurs } from './candidate.ts'
import { measurePicture } from './measure-picture.ts'
import { measureSave } from './measure-save.ts'
import { measureTap } from './measure-tap.ts'
import { median } from './median.ts'
import { atMost, say, type Finding } from './report.ts'
import { startTwice } from './start.ts'

const rounds = 5

/** What filling in a record costs: saving, pictures, and getting to the list without a network. */
export async function measureCapture(): Promise<Finding> {
  const save = await measureSave()
  const { sources, ...picture } = await measurePicture()
  const ionic = await serveIonic()
  const ours = await serveOurs()
  try {
    const tap = await measureTap(ours, sources)
    const opened: { ours: number; peer: number }[] = []
    for (let round = 0; round < rounds; round += 1) {
      const peer = (await startTwice(ionic)).warm.opened
      opened.push({ peer, ours: (await startTwice(ours)).warm.opened })
    }
    const [mine, theirs] = [median(opened.map((each) => each.ours)), median(opened.map((each) => each.peer))]
    say('offline start to an answered tap', { ours: mine, 'ionic-rxdb': theirs }, 'ms')
    return {
      figures: { ...save.figures, ...picture.figures, ...tap.figures, offline_opened: mine / theirs },
      aims: [
        ...tap.aims,
        ...picture.aims,
        ...save.aims,
        atMost('offline start to an answered tap', mine / theirs, 0.5),
      ],
    }
  } finally {
    await Promise.all([ours.stop(), ionic.stop()])
  }
}
