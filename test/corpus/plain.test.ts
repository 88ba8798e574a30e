import { expect, test } from 'vitest'
import { plainParts } from '../../src/corpus/plain.ts'

const LONG = 'هذه فقرة طويلة فيها من الكلمات ما يكفي لتكون متن النص الذي يلي العنوان القصير فوقها.'
const read = (text: string): string[] =>
  plainParts(text).map(({ kind, level, start, end }) => `${kind}${level ?? ''}: ${text.slice(start, end)}`)
const check = (rule: string, text: string, parts: readonly string[]): void =>
  test(rule, () => expect(read(text)).toEqual(parts))

check('blank lines part paragraphs', `${LONG}\n\n${LONG}`, [`paragraph: ${LONG}`, `paragraph: ${LONG}`])
check('lines of a block are paragraphs of their own', `${LONG}\n${LONG}`, [`paragraph: ${LONG}`, `paragraph: ${LONG}`])
check(
  'hard-wrapped lines are one paragraph',
  'كلمة كلمة كلمة كلمة كلمة كلمة\nكلمة كلمة كلمة كلمة كلمة كلمه\nكلمة كلمة كلمة كلمة كلمة كلمات\nنهاية.',
  ['paragraph: كلمة كلمة كلمة كلمة كلمة كلمة\nكلمة كلمة كلمة كلمة كلمة كلمه\nكلمة كلمة كلمة كلمة كلمة كلمات\nنهاية.'],
)
check('bullets, numbers and letters open items', '• أول\n- ثان\n1. ثالث\n2– رابع\nأ) خامس\n(3) سادس', [
  'item1: أول',
  'item1: ثان',
  'item1: ثالث',
  'item1: رابع',
  'item1: خامس',
  'item1: سادس',
])
check('an indented item is deeper', '• أول\n     • داخل أول', ['item1: أول', 'item2: داخل أول'])
check('a number that opens a sentence opens no item', `2014 سنة ${LONG}`, [`paragraph: 2014 سنة ${LONG}`])
check('a short line before a paragraph is a heading', `شريك موثوق\n${LONG}`, [
  'heading6: شريك موثوق',
  `paragraph: ${LONG}`,
])
check('a sentence is no heading', `انتهى الأمر.\n${LONG}`, ['paragraph: انتهى الأمر.', `paragraph: ${LONG}`])
check('a line before a short line is no heading', 'باحث\nالمغرب', ['paragraph: باحث', 'paragraph: المغرب'])
check('a lead-in before a list is no heading', 'وهي ثلاثة:\n• أول', ['paragraph: وهي ثلاثة:', 'item1: أول'])
check('divisions of a study have their levels', `المبحث الأول: العوامل\nالمطلب الأول: الأشكال\n${LONG}`, [
  'heading3: المبحث الأول: العوامل',
  'heading4: المطلب الأول: الأشكال',
  `paragraph: ${LONG}`,
])
check(
  'a preface and a conclusion stand beside the outermost division',
  `مقدمة\n${LONG}\nالفصل الأول\n${LONG}\nخاتمة:\n${LONG}`,
  [
    'heading2: مقدمة',
    `paragraph: ${LONG}`,
    'heading2: الفصل الأول',
    `paragraph: ${LONG}`,
    'heading2: خاتمة:',
    `paragraph: ${LONG}`,
  ],
)
check('nothing has no parts', ' \n\n ', [])

test.each([
  ['short lines', 'سطر قصير'],
  ['hard-wrapped lines', 'كلمة كلمة كلمة كلمة كلمة كلمة'],
])('a block may have any number of lines: %s', (_, line) => {
  const text = `${line}\n`.repeat(300_000).trimEnd()
  const parts = plainParts(text)
  expect(parts[0]?.start).toBe(0)
  expect(parts.at(-1)?.end).toBe(text.length)
})
