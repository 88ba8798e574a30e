import { describe, expect, test } from 'vitest'
import { parseGlossary } from '../../src/text/lexicon/glossary.ts'
import { extended, lexicon } from '../../src/text/lexicon/index.ts'

const read = (...lines: readonly string[]) => parseGlossary(lines.join('\n'))
const entry = (line: string) => read(line).entries[0]
const reasons = (...lines: readonly string[]): string[] =>
  read(...lines).problems.map(({ line, reason }) => `${line} ${reason}`)

describe('a glossary', () => {
  test('is a word and its equivalents, parted by a tab', () =>
    expect(entry('caidat\tقيادة | قيادات')).toEqual({
      headwords: ['caidat'],
      words: ['قياده', 'قيادات'],
      relation: 'translation',
    }))
  test('Arabic on the left makes synonyms', () => expect(entry('الفراشة\tباعة متجولون')?.relation).toBe('synonym'))
  test.each(['translation', 'darija', 'synonym', 'plural', 'Darija '])(
    'the third column names a relation: %s',
    (name) => expect(entry(`فراش\tبائع متجول\t${name}`)?.relation).toBe(name.trim().toLowerCase()),
  )
  test('words are folded and parted as in a question', () =>
    expect(entry("Bureau d'ordre\tمكتب الضبط")?.headwords).toEqual(['bureau d ordre']))
  test('Arabizi with digits in both ways in which a question may be,', () =>
    expect(entry('l7kouma\tالحكومة')?.headwords).toEqual(['l 7 kouma', 'l7kouma']))
  test('several words may share a line, a word twice is one', () =>
    expect(entry('caïdat | caidats | caidat\tقيادة | قيادة')).toMatchObject({
      headwords: ['caidat', 'caidats'],
      words: ['قياده'],
    }))
  test('comments, empty lines and an empty third column mean nothing', () =>
    expect(read('# caidat', '', '  ', 'caidat\tقيادة\t')).toMatchObject({ entries: [{}], problems: [] }))
})

describe('a line that cannot be read is told by its number, and the others are read', () => {
  test('among others', () =>
    expect(read('# comment', 'caidat', 'caidat\tقيادة')).toEqual({
      entries: [{ headwords: ['caidat'], words: ['قياده'], relation: 'translation' }],
      problems: [{ line: 2, reason: 'has no tab between a word and its equivalents' }],
    }))
  test.each([
    ['\tقيادة', 'has no word in its first column'],
    ['!!\tقيادة', 'has no word in its first column'],
    ['caidat\t', 'has no word in its second column'],
    ['caidat\t | ', 'has no word in its second column'],
    ['caidat\tقيادة\tantonym', 'names no relation in its third column (translation, darija, synonym, plural)'],
    ['caidat\tقيادة\tplural\tx', 'has more than three columns'],
    ['pour\tلأجل', 'begins with a word that is left out of every question'],
    [`caidat\t${'قيادة '.repeat(7)}`, 'has a phrase of more than 6 words or 80 characters'],
    [`${'caidat '.repeat(4)}${'x'.repeat(60)}\tقيادة`, 'has a phrase of more than 6 words or 80 characters'],
    [`caidat\t${Array.from({ length: 17 }, (_, n) => `قيادة${n}`).join('|')}`, 'has more than 16 words in a column'],
  ])('%j', (line, reason) => expect(reasons(line)).toEqual([`1 ${reason}`]))
  test('what is written there is not repeated', () =>
    expect(reasons('secret', 'a\tb\tsecret').join()).not.toContain('secret'))
  test('entries beyond the limit are told once', () => {
    const { entries, problems } = read(...Array.from({ length: 5010 }, (_, n) => `mot${'x'.repeat(n % 40)}\tكلمة`))
    expect(entries).toHaveLength(5000)
    expect(problems).toEqual([{ line: 5001, reason: 'is beyond the 5000 entries that are read' }])
  })
})

describe('a lexicon with a glossary', () => {
  const wider = extended(
    lexicon,
    read(
      'caidat\tقيادة',
      'border\tثغر',
      'bureau central national interpol\tمكتب',
      'فراشة\tباعة متجولون',
      'لزمة\tإتاوة\tdarija',
      'خلية\tخلايا خامدة\tplural',
    ).entries,
  )
  const found = (word: string, where = wider) => where.equivalents(word).map(({ words }) => words.join(' '))
  test('knows its words, beside the shipped ones', () => {
    expect(found('caidat')).toEqual(['قياده'])
    expect(found('border')).toEqual(['ثغر', ...found('border', lexicon)])
    expect(found('ministere')).toEqual(found('ministere', lexicon))
  })
  test('and their plural', () => expect(found('caidats')).toEqual(['قياده']))
  test('synonyms and plurals hold both ways, Darija one', () => {
    expect(found('باعه متجولون')).toEqual(['فراشه'])
    expect(found('خلايا خامده')).toEqual(['خليه'])
    expect(found('اتاوه')).toEqual(found('اتاوه', lexicon))
    expect(wider.equivalents('لزمه')).toContainEqual({ words: ['اتاوه'], relation: 'darija' })
  })
  test('looks for its longest phrase', () => expect(wider.longest('bureau')).toBeGreaterThanOrEqual(4))
  test('the shipped one stays as it was', () => expect(found('caidat', lexicon)).toEqual([]))
  test('without entries it is the shipped one', () => expect(extended(lexicon, [])).toBe(lexicon))
})
