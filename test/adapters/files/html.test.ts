import { describe, expect, test } from 'vitest'
import { readHtml } from '../../../adapters/files/html.ts'

const read = (html: string): string[] => {
  const { text, parts = [] } = readHtml(html)
  return parts.map(({ kind, level, start, end }) => `${kind}${level ?? ''}: ${text.slice(start, end)}`)
}
const check = (rule: string, html: string, parts: readonly string[]): void =>
  test(rule, () => expect(read(html)).toEqual(parts))

describe('parts', () => {
  check(
    'headings, paragraphs and items',
    '<h1>عنوان</h1><p>فقرة</p><ul><li>أول<ul><li>داخله</li></ul></li><li>ثان</li></ul>',
    ['heading1: عنوان', 'paragraph: فقرة', 'item1: أول', 'item2: داخله', 'item1: ثان'],
  )
  check(
    'quotes, tables and code',
    '<blockquote><p>قول</p></blockquote><table><tr><th>أ</th><th>ب</th></tr><tr><td>ج</td><td>د</td></tr></table><pre>a\n  b</pre>',
    ['quote: قول', 'table: أ | ب\nج | د', 'code: a\n  b'],
  )
  check('white space is what a browser shows', '<p>  كلمة \n\t كلمة<br>سطر&nbsp;ثان &amp; &lt;ثالث&gt; </p>', [
    'paragraph: كلمة كلمة\nسطر ثان & <ثالث>',
  ])
  check('words straight in a division are a paragraph', '<div>نص <b>غليظ</b> هنا<div>آخر</div></div>', [
    'paragraph: نص غليظ هنا',
    'paragraph: آخر',
  ])
  check('letters and their tags are one word', '<p>الم<b>غرب</b></p>', ['paragraph: المغرب'])
})

describe('the main content', () => {
  const page = (inside: string): string =>
    `<body><header>رأس</header><nav><a>قائمة</a></nav>${inside}<aside>جانب</aside><footer>ذيل</footer></body>`
  check('is main', page('<main><header>توقيع</header><p>نص</p></main>'), ['paragraph: توقيع', 'paragraph: نص'])
  check('or the longest article', page('<article><p>قصير</p></article><article><p>نص أطول من الأول</p></article>'), [
    'paragraph: نص أطول من الأول',
  ])
  check('or the body', page('<p>نص</p>'), ['paragraph: نص'])
  check(
    'without scripts, forms and what is hidden',
    '<p>نص</p><script>x</script><style>y</style><form>z</form><p hidden>سر</p><p aria-hidden="true">سر</p><p style="display: none">سر</p>',
    ['paragraph: نص'],
  )
  check('comments are not read', '<p>نص <!-- سر --> هنا</p>', ['paragraph: نص هنا'])
})

describe('metadata', () => {
  test('of the head', () => {
    const html = `<html lang="ar"><head><title>المقال - الموقع</title><meta name="author" content="كاتب"><meta property="og:site_name" content="الموقع">
      <meta property="article:published_time" content="2021-12-23T10:00:00Z"><link rel="canonical" href="https://example.org/a"></head><body><h1>المقال</h1></body></html>`
    expect(readHtml(html).declared).toEqual({
      title: 'المقال',
      author: 'كاتب',
      publisher: 'الموقع',
      date: '2021-12-23',
      url: 'https://example.org/a',
      language: 'ar',
    })
  })
  test('a title keeps its dash when the heading has it', () =>
    expect(readHtml('<title>أ - ب</title><h1>أ - ب</h1>').declared['title']).toBe('أ - ب'))
  test('without a title the heading is it', () => expect(readHtml('<h1>عنوان</h1>').declared['title']).toBe('عنوان'))
  test('an address that is no web address is none', () =>
    expect(readHtml('<link rel="canonical" href="javascript:alert(1)">').declared).not.toHaveProperty('url'))
})

test('a hundred thousand nested divisions are read', () => {
  expect(read(`${'<div>'.repeat(100_000)}نص`)).toEqual(['paragraph: نص'])
})
test('text that looks like markup stays text', () =>
  expect(read('<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>')).toEqual(['paragraph: <script>alert(1)</script>']))
