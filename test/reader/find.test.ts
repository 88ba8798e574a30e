import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { find } from '../../src/reader/find.ts'
import { tokenize } from '../../src/text/tokenize.ts'

const found = (text: string, query: string, limit: number = 50): string[] =>
  find({ text }, query, limit).map(({ start, end }) => text.slice(start, end))

describe('spelling makes no difference', () => {
  const check = (written: string, query: string): void =>
    test(`${query} finds ${written}`, () => expect(found(`قبل ${written} بعد`, query)).toEqual([written]))
  check('الأَمْنِ', 'الامن')
  check('الأمن', 'الأَمن')
  check('مسؤولية', 'مسئوليه')
  check('الـحــدود', 'الحدود')
  check('مدرسة', 'مدرسه')
  check('ﻻجئ', 'لاجئ')
  check('Élysée', 'elysee')
  check('٢٬٦٧٦', '2676')
})

describe('a phrase', () => {
  test('is words one after the other, whatever stands between them', () =>
    expect(found('الأمن\n\nالقومي، والأمن القومي. الأمن غير القومي', 'الأمن القومي')).toEqual(['الأمن\n\nالقومي']))
  test('may end in a word that is still being typed', () =>
    expect(found('التعاون الأمني والتعاون الأمنيّ', 'التعاون الأم')).toEqual(['التعاون الأمني']))
  test('its other words are whole', () => expect(found('التعاون الأمني', 'التعا الأمني')).toEqual([]))
  test('its places are apart from each other', () => expect(found('لا لا لا', 'لا لا')).toEqual(['لا لا']))
  test('places come in order, at most so many', () => {
    expect(found('بحر بحار بحيرة', 'بح', 2)).toEqual(['بحر', 'بحار'])
    expect(found('بحر', 'بح', 0)).toEqual([])
  })
  test('nothing is found for nothing', () => {
    for (const query of ['', '   ', '«».', '\u202E', '👍', '\uD83D'])
      expect(found('نص «من» كلمات 👍', query)).toEqual([])
  })
})

test('a phrase is found wherever it stands in a long text', () => {
  for (const filler of [15_990, 15_995, 16_000, 31_990]) {
    const text = `${'س '.repeat(filler / 2)}أول ثان نادر ${'ص '.repeat(40_000)}`
    for (const query of ['أول ثان نادر', 'نادر ص ص', 'س أول', 'ثان نا']) expect(found(text, query)).toHaveLength(1)
  }
})
test('a word of a million letters', () => expect(found('ا'.repeat(1_000_000), 'اا')).toHaveLength(1))

test('what is found is what the words of the text say', () => {
  const letters = fc.constantFrom('ا', 'أ', 'ب', 'ة', 'ه', ' ', '\n', 'َ', 'ـ', '1', '٢', ',', '\uD83D')
  fc.assert(
    fc.property(
      fc.string({ unit: letters, maxLength: 60 }),
      fc.string({ unit: letters, maxLength: 5 }),
      (text, query) => {
        const wanted = tokenize(query).map((token) => token.text)
        const all = tokenize(text)
        const first = all.findIndex((_, at) =>
          wanted.every((word, next) => {
            const own = all[at + next]?.text
            return next === wanted.length - 1 ? own?.startsWith(word) : own === word
          }),
        )
        const expected = wanted.length === 0 || first < 0 ? undefined : all[first]?.start
        expect(find({ text }, query, 1)[0]?.start).toBe(expected)
      },
    ),
  )
})
