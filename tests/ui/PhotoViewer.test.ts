import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defineComponent, h, nextTick, ref } from 'vue'
import type { Photo } from '@/ui/photo'
import PhotoViewer from '@/ui/PhotoViewer.vue'
import { mount, press, type Mounted } from './mount'

const photos = ref<readonly Photo[]>([])
const open = ref(true)
const index = ref(0)
let mounted: Mounted

const settle = async () => {
  await nextTick()
  await nextTick()
}

beforeEach(async () => {
  photos.value = ['a', 'b', 'c'].map((key) => ({ key, src: `blob:${key}`, alt: `照片 ${key}` }))
  open.value = true
  index.value = 0
  mounted = mount(defineComponent(() => () => h(PhotoViewer, {
    photos: photos.value, label: '照片', closeLabel: '关闭', previousLabel: '上一张', nextLabel: '下一张',
    open: open.value, 'onUpdate:open': (is: boolean) => { open.value = is },
    index: index.value, 'onUpdate:index': (at: number) => { index.value = at },
  }, { caption: ({ photo }: { photo: Photo }) => h('p', { id: 'caption' }, photo.alt) })))
  await settle()
})
afterEach(() => mounted.unmount())

const stage = () => mounted.find('.x-viewer-stage')
const image = () => mounted.find<HTMLImageElement>('.x-viewer-image')

const point = (type: string, x: number, y: number, pointerId = 1) =>
  stage().dispatchEvent(new PointerEvent(type, { clientX: x, clientY: y, pointerId, bubbles: true }))

const tap = (x: number, y: number) => {
  point('pointerdown', x, y)
  point('pointerup', x, y)
}

describe('with keys', () => {
  it('turns with the arrows and stops at the ends', async () => {
    const root = mounted.find('[role=dialog]')

    await press(root, 'ArrowLeft')
    expect(index.value).toBe(0)
    await press(root, 'ArrowRight')
    expect(index.value).toBe(1)
    expect(mounted.find('#caption').textContent).toBe('照片 b')
    await press(root, 'End')
    await press(root, 'ArrowRight')
    expect(index.value).toBe(2)
    await press(root, 'ArrowLeft')
    expect(index.value).toBe(1)
    await press(root, 'Home')
    expect(index.value).toBe(0)
  })

  it('closes with Escape', async () => {
    await press(mounted.find('[role=dialog]'), 'Escape')

    expect(open.value).toBe(false)
  })
})

describe('with fingers', () => {
  it('turns with a swipe to the side', async () => {
    point('pointerdown', 300, 200)
    point('pointermove', 180, 205)
    point('pointerup', 180, 205)
    await settle()

    expect(index.value).toBe(1)
  })

  it('closes with a swipe down and stays with a short one', async () => {
    point('pointerdown', 200, 100)
    point('pointermove', 200, 140)
    point('pointerup', 200, 140)
    expect(open.value).toBe(true)

    point('pointerdown', 200, 100)
    point('pointermove', 205, 260)
    point('pointerup', 205, 260)
    expect(open.value).toBe(false)
  })

  it('zooms in and out with a double tap', async () => {
    tap(100, 100)
    tap(102, 101)
    await nextTick()
    expect(image().style.transform).toContain('scale(2.5)')

    tap(100, 100)
    tap(100, 100)
    await nextTick()
    expect(image().style.transform).toContain('scale(1)')
  })

  it('zooms with two fingers, does not turn, and begins afresh on the next photo', async () => {
    point('pointerdown', 100, 100, 1)
    point('pointerdown', 200, 100, 2)
    point('pointermove', 300, 100, 2)
    point('pointerup', 300, 100, 2)
    point('pointerup', 100, 100, 1)
    await nextTick()
    expect(image().style.transform).toContain('scale(2)')
    expect(index.value).toBe(0)

    index.value = 1
    await settle()
    expect(image().style.transform).toContain('scale(1)')
  })

  it('does not take two fingers drawn together for a swipe', () => {
    point('pointerdown', 300, 100, 1)
    point('pointerdown', 100, 100, 2)
    point('pointermove', 180, 100, 1)
    point('pointerup', 100, 100, 2)
    point('pointerup', 180, 100, 1)

    expect(index.value).toBe(0)
  })

  it('does nothing when the system takes the finger away', () => {
    point('pointerdown', 300, 200)
    point('pointermove', 100, 200)
    point('pointercancel', 100, 200)

    expect(index.value).toBe(0)
  })
})

it('shows the neighbour when the photo looked at is taken away, and closes after the last', async () => {
  index.value = 2
  await settle()

  photos.value = photos.value.slice(0, 2)
  await settle()
  expect(index.value).toBe(1)
  photos.value = []
  await settle()

  expect(open.value).toBe(false)
})
