import { expect, test } from 'vitest'
import { ConfigError, readConfig } from '../../adapters/config.ts'

test('an empty environment is the defaults', () =>
  expect(readConfig({})).toEqual({ corpus: undefined, language: 'ar' }))
test('an empty value means the default', () =>
  expect(readConfig({ LANGUAGE: '', CORPUS_DIR: ' ' })).toEqual(readConfig({})))
test('folders are a list', () => expect(readConfig({ CORPUS_DIR: 'a, b/c' }).corpus).toEqual(['a', 'b/c']))
test('a wrong value is named, with what was found and what is allowed', () =>
  expect(() => readConfig({ LANGUAGE: 'klingon' })).toThrow(
    new ConfigError('LANGUAGE is "klingon"; it must be one of ar, fr, en'),
  ))
test('all problems are reported at once', () => {
  try {
    readConfig({ LANGUAGE: 'xx', CORPUS_DIR: ',' })
    expect.unreachable()
  } catch (error) {
    expect((error as Error).message.split('\n')).toHaveLength(2)
  }
})
