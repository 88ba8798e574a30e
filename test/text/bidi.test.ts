import { describe, expect, test } from 'vitest'
import { isolate, isRightToLeft, withoutControls } from '../../src/text/bidi.ts'

describe('right to left', () => {
  const check = (text: string, expected: boolean): void =>
    test(`“${text}” ${expected ? 'is' : 'is not'}`, () => expect(isRightToLeft(text)).toBe(expected))
  check('السياق', true)
  check('עברית', true)
  check('السياق 1', true)
  check('1. السياق', true)
  check('✓ العربية', true)
  check('العربية NATO', true)
  check('Contexte', false)
  check('NATO العربية', false)
  check('👍', false)
  check('12', false)
  check('', false)
  check(`${isolate('sanad')} سند`, true)
  check(`${isolate('سند')} sanad`, false)
  check(isolate('سند'), false)
})

describe('controls', () => {
  const check = (rule: string, text: string, expected: string): void =>
    test(rule, () => expect(withoutControls(text)).toBe(expected))
  check('that turn directions go', '\u202Eأ\u202C\u2066ب\u2069\u200F\u061C', 'أب')
  check('that terminals obey go', '\u001B[31m\u0007\u009B\r', '[31m')
  check('that cannot be seen go', 'أ\u200B\u2060\uFEFF\u{E0041}ب', 'أب')
  check('that shape letters stay', 'می\u200Cخواهم 👨\u200D👩', 'می\u200Cخواهم 👨\u200D👩')
  check('line feed and tab stay', 'أ\n\tب', 'أ\n\tب')
})

test('a piece cannot leave its isolate', () => expect(isolate('أ\u2069\u2068ب')).toBe('\u2068أب\u2069'))
