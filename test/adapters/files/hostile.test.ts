/** Whatever a page or its metadata hold, reading them does not blow up. */
import { describe, expect, test } from 'vitest'
import { decode } from '../../../adapters/files/encoding.ts'
import { readYaml } from '../../../adapters/files/front-matter.ts'
import { readHtml } from '../../../adapters/files/html.ts'

const SIZE = 100_000
/** Far above what is needed, far below what a blow-up takes. */
const MOST_MS = 10_000

const filled = (piece: string): string => piece.repeat(Math.ceil(SIZE / piece.length))
const numbered = (piece: (index: number) => string): string =>
  Array.from({ length: SIZE / 10 }, (_, index) => piece(index)).join('')

function inTime(read: () => unknown): void {
  const start = performance.now()
  read()
  expect(performance.now() - start).toBeLessThan(MOST_MS)
}

describe('HTML', () => {
  const pieces = [
    '<div>',
    '<div>x',
    '<span>',
    '<b>',
    '<b>x',
    '<b><i>',
    '<b><p>',
    '<b><p></b>',
    '<a href=x>x',
    '<a><div>',
    '<b><table>',
    '<table>',
    '<table>x',
    '<table><tr><td>',
    '<ul><li>x',
    '<li>x',
    '<p>',
    '<blockquote>x',
    '<article>x',
    '<sup>x',
    '<sup>1</sup>',
    'x<br>',
    '</div>',
    '</p>',
    '<',
    '&amp',
    '<!--',
    '<template>',
    '<select>',
    '<svg>',
    '<math><mi>',
    '<h1>x',
    '<nobr>',
    '<b><em><i><u><div></b>',
    '<meta name=a content=b>',
  ]
  const read = (page: string): void =>
    inTime(() => {
      try {
        readHtml(page)
      } catch (error) {
        // The reader of folders makes a problem of it.
        expect(String(error)).toMatch('more open tags than can be read')
      }
    })
  for (const piece of pieces) test(piece, () => read(filled(piece)))

  test('formatting tags that differ', () => read(numbered((index) => `<b a=${index}><p>`)))
  test('a hundred thousand nested divisions', () => {
    expect(readHtml(`${'<div>'.repeat(100_000)}نص`).text).toBe('نص')
  })
})

describe('metadata', () => {
  for (const piece of [
    '[',
    '{',
    '[?',
    '? ',
    '- ',
    '{a: ',
    '? - ',
    'a: &a ',
    '- : ',
    ': ',
    '"',
    'a:\n',
    '- -\n',
    '!a ',
  ]) {
    test(JSON.stringify(piece), () => {
      for (const size of [60, 500, 5000, SIZE]) inTime(() => readYaml(piece.repeat(Math.ceil(size / piece.length))))
    })
  }

  test('aliases that multiply are refused', () => {
    const bomb = `a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\n`
    expect(readYaml(bomb)).toMatchObject({ declared: {}, problems: [expect.any(String)] })
  })
})

test('bytes of any kind are decoded or refused', () => {
  for (let byte = 0; byte < 256; byte += 1) inTime(() => decode(new Uint8Array(SIZE / 10).fill(byte)))
})
