import { describe, expect, it, onTestFinished } from 'vitest'
import { defineComponent, h, nextTick, ref } from 'vue'
import SignaturePad from '@/ui/SignaturePad.vue'
import { mount } from './mount'

type Strokes = readonly (readonly number[])[]

/** A pad 200 px wide, so that a pixel is five thousandths. */
function open(start: Strokes = [], props: object = {}) {
  const value = ref<Strokes>(start)
  const mounted = mount(defineComponent(() => () => h(SignaturePad, {
    label: '签字', modelValue: value.value, 'onUpdate:modelValue': (next: Strokes) => { value.value = next }, ...props })))
  onTestFinished(mounted.unmount)
  const pad = document.querySelector('svg') as SVGSVGElement
  pad.getBoundingClientRect = () => ({ left: 10, top: 20, width: 200, height: 100 }) as DOMRect
  const send = async (type: string, clientX: number, clientY: number, isPrimary = true) => {
    pad.dispatchEvent(new PointerEvent(type, { clientX, clientY, isPrimary, pointerId: 1, bubbles: true, cancelable: true }))
    await nextTick()
  }
  const draw = async (...points: [number, number][]) => {
    for (const [n, [x, y]] of points.entries()) await send(n === 0 ? 'pointerdown' : 'pointermove', x, y)
    await send('pointerup', 0, 0)
  }
  return { value, pad, send, draw }
}

describe('SignaturePad', () => {
  it('keeps each line in thousandths of its width', async () => {
    const { value, draw } = open()

    await draw([10, 20], [20, 30], [210, 120])
    await draw([110, 70])

    expect(value.value).toEqual([[0, 0, 50, 50, 1000, 500], [500, 250]])
  })

  it('gives plain lines that a database can take', async () => {
    const taken: Strokes[] = []
    const { draw } = open([], { 'onUpdate:modelValue': (next: Strokes) => taken.push(next) })

    await draw([10, 20], [20, 30])

    expect(structuredClone(taken)).toEqual([[[0, 0, 50, 50]]])
  })

  it('draws what it keeps, a dot too', async () => {
    const { pad } = open([[0, 0, 50, 50], [7, 8]])

    expect([...pad.querySelectorAll('polyline')].map((line) => line.getAttribute('points'))).toEqual(['0,0 50,50', '7,8 7,8'])
  })

  it('keeps to its bounds, and passes over what is too small to see', async () => {
    const { value, draw } = open()

    await draw([10, 20], [10.3, 20.2], [999, -50])

    expect(value.value).toEqual([[0, 0, 1000, 0]])
  })

  it('takes no second finger, no more than it holds, and nothing while disabled', async () => {
    const { value, send, draw } = open([], { most: 2 })
    await send('pointerdown', 50, 50, false)
    await send('pointerup', 50, 50)
    await draw([10, 20], [60, 20], [110, 20])
    await draw([10, 20])
    expect(value.value).toEqual([[0, 0, 250, 0]])

    const still = open([], { disabled: true })
    await still.draw([10, 20], [60, 20])
    expect(still.value.value).toEqual([])
  })

  it('ends a line that the system takes away', async () => {
    const { value, send } = open()
    await send('pointerdown', 10, 20)
    await send('pointercancel', 10, 20)
    await send('pointermove', 100, 100)

    expect(value.value).toEqual([[0, 0]])
  })
})
