import { afterEach, describe, expect, it, vi } from 'vitest'
import { describeWithoutData, StartRefused } from '../../../supabase/embedded/failure.ts'
import { silenceConsole } from '../../../supabase/embedded/log.ts'

const failed = (fields: Record<string, string>, message: string): Error => Object.assign(new Error(message), fields)

describe('the log', () => {
  afterEach(() => { vi.restoreAllMocks() })

  it('names a broken constraint and not the row', () => {
    const error = failed({
      code: '23505', constraint: 'people_pkey', table: 'people', detail: 'Key (name)=(某人) already exists.',
    }, 'duplicate key: 某人')

    expect(describeWithoutData(error)).toBe('Error 23505 people_pkey people')
  })

  it('tells what is wrong with a statement, never what is wrong with a value', () => {
    expect(describeWithoutData(failed({ code: '42P01' }, 'relation "x" does not exist'))).toContain('relation "x"')
    expect(describeWithoutData(failed({ code: '22P02' }, 'invalid input syntax: "某人"'))).toBe('Error 22P02')
    expect(describeWithoutData('某人')).toBe('unknown failure')
  })

  it('tells a refused start in both languages', () => {
    expect(describeWithoutData(new StartRefused('不行', 'no'))).toBe('不行\nno')
  })

  it('keeps what the library prints to the console to itself', () => {
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const restore = silenceConsole()

    console.error('failed statement', ['某人', '13800000000'])
    console.info('e-mail to 某人')
    console.error(failed({ code: '23502', detail: 'Failing row contains (某人)' }, 'null value'))
    restore()

    expect(write.mock.calls.map(([text]) => text)).toEqual(['[backend] request: Error 23502\n'])
  })
})
