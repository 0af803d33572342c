import { describe, expect, it, onTestFinished } from 'vitest'
import { defineComponent, h, nextTick, ref } from 'vue'
import { searchOptions } from '@/ui/pick-option'
import SearchPicker from '@/ui/SearchPicker.vue'
import { mount, press, type } from './mount'

const options = Array.from({ length: 70 }, (_, at) => ({ key: String(at), label: `第${at}村卫生室`, keywords: 'wss' }))

const open = (start: readonly string[], props: object = {}) => {
  const chosen = ref(start)
  const mounted = mount(defineComponent(() => () => h(SearchPicker, {
    options, placeholder: '名称', emptyText: '没有找到', moreText: (hidden: number) => `还有 ${hidden}`,
    chosen: chosen.value, 'onUpdate:chosen': (keys: readonly string[]) => { chosen.value = keys }, ...props,
  })))
  onTestFinished(mounted.unmount)
  return { chosen, mounted }
}

describe('SearchPicker', () => {
  it('draws no more rows than the cap, and more on wish', async () => {
    const { mounted } = open([])
    expect(mounted.all('.x-pick')).toHaveLength(60)

    mounted.find('.x-pick-more').click()
    await nextTick()

    expect(mounted.all('.x-pick')).toHaveLength(70)
  })

  it('holds one key, or several', async () => {
    const one = open(['1'])
    one.mounted.all('.x-pick')[4]?.click()
    expect(one.chosen.value).toEqual(['4'])
    one.mounted.unmount()

    const several = open(['1'], { multiple: true })
    several.mounted.all('.x-pick')[4]?.click()
    await nextTick()
    expect(several.chosen.value).toEqual(['1', '4'])
    several.mounted.all('.x-pick')[1]?.click()
    expect(several.chosen.value).toEqual(['4'])
  })

  it('says when nothing is found', async () => {
    const { mounted } = open([])

    await type(mounted.find<HTMLInputElement>('input'), '县医院')

    expect(mounted.find('[role=status]').textContent).toBe('没有找到')
  })

  it('is walked with the arrow keys from the field', async () => {
    const { mounted } = open([])
    const input = mounted.find('input')
    input.focus()

    await press(input, 'ArrowDown')
    await press(document.activeElement as HTMLElement, 'ArrowDown')

    expect(document.activeElement).toBe(mounted.all('.x-pick')[1])
  })
})

describe('searchOptions', () => {
  const hospitals = [
    { key: 'a', label: '东坪县中医院', keywords: 'dpxzyy' }, { key: 'b', label: '中医院东坪分院' },
    { key: 'c', label: '南岭镇卫生院', detail: '东坪县' },
  ]
  const found = (query: string) => searchOptions(hospitals, query).map(({ key }) => key)

  it('finds every word in name, detail or keywords, names that begin with it first', () => {
    expect(found('中医')).toEqual(['b', 'a'])
    expect(found('东坪 卫生')).toEqual(['c'])
    expect(found('ＤＰＸ')).toEqual(['a'])
    expect(found(' ')).toEqual(['a', 'b', 'c'])
  })
})
