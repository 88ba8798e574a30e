import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Language, languageNamed, languageOf } from '../../src/text/language.ts'

describe('a language by its code', () => {
  const check = (code: string | undefined, expected: Language | undefined): void =>
    test(`${code}`, () => expect(languageNamed(code)).toBe(expected))
  check('ar', 'ar')
  check('fr', 'fr')
  check('en', 'en')
  check('fr-CA', 'fr')
  check('AR-MA', 'ar')
  check('de', undefined)
  check('arz', undefined)
  check('x-fr', undefined)
  check('', undefined)
  check(undefined, undefined)
})

describe('a text’s language', () => {
  const check = (text: string, expected: Language): void =>
    test(text || '(nothing)', () => expect(languageOf(text)).toBe(expected))
  check('متى تأسس الاتحاد؟', 'ar')
  check('Quelle est la date ?', 'fr')
  check('Où se trouve le siège ?', 'fr')
  check('When was the union founded?', 'en')
  check('fin kayn lma9ar dyal lit7ad?', 'ar')
  check('imta gal obama belli ben laden mat?', 'ar')
  check('3lach kayn mochkil f les frontières?', 'ar')
  check('lmaghrib l3arabi', 'ar')
  check('ما هو NATO؟', 'ar')
  check('Quand a pris fin la guerre ?', 'fr')
  check('La fin des années 90', 'fr')
  check('What had the men signed?', 'en')
  check('What is a B2B contract of the 3rd party?', 'en')
  check('Who is the wazir of lmaghrib?', 'en')
  check('2021 👍', 'ar')
  check('', 'ar')
})

test('no French or English question is taken for Arabizi, nor the other way round', () => {
  const wrong = readFileSync(join(import.meta.dirname, '../eval/tuning.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { kind: string; question: string })
    .filter(({ kind, question }) => {
      if (kind === 'fr' || kind === 'en') return languageOf(question) !== kind
      return kind === 'arabizi' && languageOf(question) !== 'ar'
    })
  expect(wrong).toEqual([])
})
