import type { Page } from 'playwright-core'
import type { FormLook } from './watch-form.ts'

interface Point {
  readonly x: number
  readonly y: number
}

/** Scrolls to the first question that is open, or to what leads on to more, and gives where to tap; null: neither is there. */
const aim = (page: Page, { question, choice, marked, next }: FormLook): Promise<Point | null> =>
  page.evaluate(async (look): Promise<Point | null> => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    const open = [...document.querySelectorAll(look.question)].find((each) =>
      each.querySelector(look.choice) && !each.querySelector(look.marked))
    const target = open?.querySelector(look.choice) ?? (look.next && document.querySelector(look.next))
    if (!target) return null
    for (let tries = 0; tries < 60; tries += 1) {
      target.scrollIntoView({ block: 'center', behavior: 'instant' })
      await frame()
      await frame()
      const { x, y, width, height } = target.getBoundingClientRect()
      const at = { x: x + Math.min(width / 2, 24), y: y + height / 2 }
      const hit = document.elementFromPoint(at.x, at.y)
      if (hit && target.contains(hit)) return at
    }
    throw new Error('something covers what is to be tapped')
  }, { question, choice, marked, next })

/** How many questions in the page show that they are answered, and how many do not. */
const standing = (page: Page, { question, choice, marked }: FormLook) =>
  page.evaluate((look) => {
    const all = [...document.querySelectorAll(look.question)].filter((each) => each.querySelector(look.choice))
    const answered = all.filter((each) => each.querySelector(look.marked)).length
    return { answered, open: all.length - answered }
  }, { question, choice, marked })

/** Waits, frame by frame, until the page has answered a tap: with a mark, or with further questions. Gives whether it did. */
const answer = (page: Page, { question, choice, marked }: FormLook, before: { answered: number; open: number }): Promise<boolean> =>
  page.waitForFunction(([look, { answered, open }]) => {
    const all = [...document.querySelectorAll(look.question)].filter((each) => each.querySelector(look.choice))
    const now = all.filter((each) => each.querySelector(look.marked)).length
    return open > 0 ? now > answered : all.length > now
  }, [{ question, choice, marked }, before] as const, { timeout: 10_000 }).then(() => true, () => false)

/** Taps what is to be answered next, or what leads on to it, again where the page moved under the finger. */
async function answerNext(page: Page, look: FormLook): Promise<void> {
  const before = await standing(page, look)
  for (let tries = 0; tries < 3; tries += 1) {
    if (tries > 0) console.log('a tap had no answer within 10 s: tapped again')
    const at = await aim(page, look)
    if (!at) throw new Error('a question that is open cannot be reached')
    await page.touchscreen.tap(at.x, at.y)
    if (await answer(page, look, before)) return
  }
  throw new Error('three taps had no answer')
}

/** Whether a form whose last mark stands comes to say within a second that all are answered. */
async function catchesUp(page: Page, look: FormLook, answered: () => Promise<number>, count: number): Promise<boolean> {
  for (let tries = 0; tries < 20 && (await standing(page, look)).open === 0; tries += 1) {
    if (await answered() === count) return true
    await page.waitForTimeout(50)
  }
  return false
}

/**
 * Answers all questions that are open, one tap after the other, until the form itself says that `count` are. It rests
 * nowhere but where a single answer is missing and nothing is open: ways on to further questions are taken at once.
 */
export async function answerAll(page: Page, look: FormLook, answered: () => Promise<number>, count: number): Promise<void> {
  for (;;) {
    const so = await answered()
    if (so === count || (so === count - 1 && await catchesUp(page, look, answered, count))) return
    await answerNext(page, look)
  }
}

/** Changes an answer and, while that is unsaved, taps what saves; gives the time until the saved mark was painted. */
export async function saveChange(page: Page, { question, choice, submit }: FormLook): Promise<number> {
  await page.evaluate((look) => {
    const last = [...document.querySelectorAll(look.question)].flatMap((each) => [...each.querySelectorAll<HTMLElement>(look.choice)]).at(-1)
    const button = document.querySelector<HTMLElement>(look.submit)
    if (!last || !button) throw new Error('the form has changed')
    button.dataset['action'] = 'submit'
    last.click()
    setTimeout(() => button.click(), 100)
  }, { question, choice, submit })
  await page.waitForFunction(() => typeof window.benchSave?.saved === 'number', null, { timeout: 60_000 })
  return page.evaluate(() => (window.benchSave?.saved ?? Number.NaN) - (window.benchSave?.tapped ?? Number.NaN))
}
