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
  check('ما هو NATO؟', 'ar')
  check('2021 👍', 'ar')
  check('', 'ar')
})
