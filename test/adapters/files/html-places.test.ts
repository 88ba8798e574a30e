/** Where parts stand, and what in them is no words, beyond the plain cases. */
import { describe, expect, test } from 'vitest'
import { readHtml } from '../../../adapters/files/html.ts'
import type { Reading } from '../../../adapters/files/reading.ts'

/** `kind+level: text`, then what is skipped. */
function seen({ text, parts = [] }: Reading): string[][] {
  return parts.map(({ kind, level = '', start, end, skip = [] }) => [
    `${kind}${level}: ${text.slice(start, end)}`,
    ...skip.map((span) => text.slice(span.start, span.end)),
  ])
}
const html = (rule: string, source: string, ...parts: string[][]): void =>
  test(rule, () => expect(seen(readHtml(source))).toEqual(parts))

describe('HTML', () => {
  html(
    'the paragraphs of an item are one part',
    '<ul><li><p>أ<p>ب<ul><li>ج</ul>د</ul>',
    ['item1: أ\n\nب'],
    ['item2: ج'],
    ['item1: د'],
  )
  html('a heading in a quote is quoted', '<blockquote><h2>قول</h2><p>نص</blockquote>', ['quote: قول\n\nنص'])
  html('two breaks part paragraphs', '<p>أ<br>ب<br>\n<br>ج</p>', ['paragraph: أ\nب'], ['paragraph: ج'])
  html('a raised number is a footnote mark', '<p>نص<sup><a href="#f">[1]</a></sup> هنا، ٢<sup>كم</sup></p>', [
    'paragraph: نص[1] هنا، ٢كم',
    '[1]',
  ])
  html(
    'cells with paragraphs and breaks stay on their line',
    '<table><caption>أ</caption><tr><td><p>ب<p>ج<td>د<br>هـ</table>',
    ['table: أ\nب ج | د هـ'],
  )
  html(
    'a table that lays the page out is read as what it holds',
    '<table><tr><td><h1>أ</h1><p>ب<td><ul><li>ج</ul></table>',
    ['heading1: أ'],
    ['paragraph: ب'],
    ['item1: ج'],
  )
  html('preformatted lines keep their shape', '<pre>\n  أ\n    ب\n</pre>', ['code:   أ\n    ب'])
  html('where main has no words the body is read', '<main><script>x</script></main><p>نص', ['paragraph: نص'])
  html('words in main by its role', '<p>x</p><div role="main">نص</div>', ['paragraph: نص'])
  html('a paragraph of a no-break space is none', '<p>&nbsp;</p><p>نص</p>', ['paragraph: نص'])

  const declared = (page: string): Reading['declared'] => readHtml(page).declared
  test('an author that is an address, and a date in words, are passed over', () => {
    expect(declared('<meta name=author content="https://example.org/me"><meta name=date content="أمس"><p>نص')).toEqual(
      {},
    )
    const page = '<meta name=author content="https://a.b"><meta property="article:author" content="كاتب"><p>نص'
    expect(declared(page)).toEqual({ author: 'كاتب' })
  })
  test('the date of the first time that has one', () => {
    expect(declared('<p>نص <time datetime="14:30">x</time><time datetime="2021-12-23 10:00">y</time>')).toEqual({
      date: '2021-12-23',
    })
  })
  test('a title loses the name of the site only where the heading shows it', () => {
    expect(declared('<title>أ - ب | موقع</title><h1>أ - ب</h1>')).toEqual({ title: 'أ - ب' })
    expect(declared('<title>أ - ب</title><h1>ج</h1>')).toEqual({ title: 'أ - ب' })
  })
})
