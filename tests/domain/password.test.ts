import { describe, expect, it } from 'vitest'
import { passwordProblem, passwordStrength } from '../../src/domain/password'

const context = ['cbz4821', '岑白术', '务川县中医院']

describe('a password', () => {
  it.each([
    ['', 'empty'], ['kz7-mola', 'short'], ['12 个字符太短', 'short'], ['x'.repeat(30), 'monotonous'], ['abababababab', 'monotonous'],
    ['123456789012', 'common'], ['Password1234', 'common'], ['qwertyuiop12', 'common'], ['woaini5201314', 'common'], ['1qaz2wsx3edc', 'common'],
    ['administrator1', 'common'], ['passwordpassword', 'common'], ['abcdefghijkl', 'common'], ['098765432109', 'common'],
    ['xingxun123456', 'context'], ['Xingxun-2026!', 'context'], ['cbz4821cbz4821', 'context'], ['zhongyiyiyuan1', 'context'],
    ['务川县中医院务川县中医院', 'context'], ['白术三钱茯苓五钱甘草二钱白术三钱茯苓五钱甘草二钱', null], ['岑白术三钱茯苓五钱甘草二钱半夏一钱陈皮四钱厚朴三钱', 'long'], ['é'.repeat(40), 'long'],
    ['kz7-mola-prad', null], ['白术三钱茯苓五钱甘草二钱', null], ['maluoshu tanpi', null],
  ] as const)('%s: %s', (password, problem) => {
    expect(passwordProblem(password, context)).toBe(problem)
  })

  it('is stronger with more characters of more kinds', () => {
    expect(['kzmolapradte', 'kz7-mola-prad', 'kz7-Mola-prad-te9!'].map(passwordStrength)).toEqual(['fair', 'good', 'strong'])
  })
})
