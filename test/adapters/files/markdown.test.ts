import { describe, expect, test } from 'vitest'
import { readMarkdown } from '../../../adapters/files/markdown.ts'

/** Parts as `kind+level: text without what is skipped`. */
function read(source: string): string[] {
  const { text, parts = [] } = readMarkdown(source)
  return parts.map(({ kind, level, start, end, skip = [] }) => {
    let words = ''
    let from = start
    for (const span of skip) {
      words += text.slice(from, span.start)
      from = span.end
    }
    return `${kind}${level ?? ''}: ${words}${text.slice(from, end)}`
  })
}
const check = (rule: string, source: string, parts: readonly string[]): void =>
  test(rule, () => expect(read(source)).toEqual(parts))

describe('parts', () => {
  check('headings, with their level and without their marks', '# أول\n\n### ثالث ###\n\nتحته خط\n===\n', [
    'heading1: أول',
    'heading3: ثالث',
    'heading1: تحته خط',
  ])
  check('paragraphs, their lines together', 'سطر\nوسطر\n\nفقرة', ['paragraph: سطر\nوسطر', 'paragraph: فقرة'])
  check('items, nested ones by themselves', '- أول\n  - داخله\n- ثان\n\n1. رقم', [
    'item1: أول',
    'item2: داخله',
    'item1: ثان',
    'item1: رقم',
  ])
  check('quotes, without their marks', '> قال\n> هذا\n\nثم', ['quote: قال\nهذا', 'paragraph: ثم'])
  check('tables, without the row under the header', '| أ | ب |\n|---|---|\n| ج | د |\n', [
    'table: | أ | ب |\n\n| ج | د |',
  ])
  check('code', '```js\nlet x\n```\n', ['code: let x'])
  check('emphasis stays as it is written', 'نص **غليظ** هنا', ['paragraph: نص **غليظ** هنا'])
})

describe('what is no words', () => {
  check('link targets', 'اقرأ [المقال](https://example.org "عنوان") كله', ['paragraph: اقرأ المقال كله'])
  check('image targets', 'صورة ![وصف](a.png) هنا', ['paragraph: صورة وصف هنا'])
  check('bare addresses', 'انظر https://example.org/a هناك', ['paragraph: انظر  هناك'])
  check('inline tags and comments', 'نص <b>غليظ</b> <!-- سر --> هنا', ['paragraph: نص غليظ  هنا'])
  check('footnote marks and footnotes', 'نص[^1] هنا\n\n[^1]: حاشية', ['paragraph: نص هنا'])
  check('blocks of HTML and comments', '<!-- سر -->\n\nنص\n\n<div>\nداخل\n</div>\n', ['paragraph: نص'])
})

describe('front matter', () => {
  test('is taken off, and the text is what follows, untouched', () => {
    const { text, declared, problems } = readMarkdown('---\ntitle: "عنوان: فرعي"\ndate: 2021-12-23\n---\n\nنص\n')
    expect({ text, declared, problems }).toEqual({
      text: '\nنص\n',
      declared: { title: 'عنوان: فرعي', date: '2021-12-23' },
      problems: [],
    })
  })
  test('that is broken is reported with its line, and the body still read', () => {
    const { declared, problems, parts } = readMarkdown('---\ntitle: "x\nauthor: y\n---\nنص\n')
    expect(declared).toEqual({})
    expect(problems[0]).toMatch(/line \d/)
    expect(parts).toHaveLength(1)
  })
  test('that multiplies is refused', () => {
    const bomb = `---\na: &a [1,1,1,1,1,1,1,1,1]\n${'bcdefgh'.replace(/./g, (name) => `${name}: &${name} [*${String.fromCharCode(name.charCodeAt(0) - 1)},*${String.fromCharCode(name.charCodeAt(0) - 1)}]\n`)}---\nنص\n`
    expect(readMarkdown(bomb).problems).toHaveLength(1)
  })
  test('a rule at the top is not front matter', () => expect(readMarkdown('---\n\nنص\n\n---\n').declared).toEqual({}))
})

describe('hostile input', () => {
  const hostile: Readonly<Record<string, string>> = {
    'a hundred thousand quote marks': '>'.repeat(100_000),
    'a hundred thousand list marks': '- '.repeat(50_000),
    'deep nesting': Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth * 2)}- a`).join('\n'),
    'brackets without end': '['.repeat(30_000),
    'one line of a megabyte': 'ا'.repeat(1_000_000),
    'a thousand paragraphs': 'فقرة من كلمات.\n\n'.repeat(1000),
  }
  for (const [name, source] of Object.entries(hostile)) {
    test(`${name} is read`, () => {
      const { text, parts = [] } = readMarkdown(source)
      for (const { start, end } of parts) expect(end).toBeGreaterThan(start)
      expect(text).toBe(source)
    })
  }
  test('offsets hold across the pieces that a long text is parsed in', () => {
    const source = Array.from({ length: 3000 }, (_, index) => `## قسم ${index}\n\nفقرة رقم ${index} من النص.\n`).join(
      '\n',
    )
    const { text, parts = [] } = readMarkdown(source)
    expect(parts).toHaveLength(6000)
    expect(text.slice(parts[5999]?.start, parts[5999]?.end)).toBe('فقرة رقم 2999 من النص.')
  })
})
