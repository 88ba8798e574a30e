import { describe, expect, test } from 'vitest'
import { readArguments, UsageError } from '../../../adapters/command-line/usage.ts'

const read = (...words: string[]) => readArguments(words, ['mrr', 'quote-words'])

describe('arguments', () => {
  test('the words of a question are kept in order', () =>
    expect(read('ask', 'متى', 'تأسس؟').words).toEqual(['متى', 'تأسس؟']))
  test('--corpus may be repeated', () =>
    expect(read('ask', '--corpus', 'a', '--corpus', 'b', 'س').corpus).toEqual(['a', 'b']))
  test('a question that begins with a dash stands after --', () =>
    expect(read('ask', '--', '-5 درجات').words).toEqual(['-5 درجات']))
  test('bounds of measures are numbers', () =>
    expect(read('eval', 'q', '--min-mrr', '0.9', '--max-quote-words', '45').bounds).toEqual({
      'min-mrr': 0.9,
      'max-quote-words': 45,
    }))
  test('an answer is explained where that is asked for', () =>
    expect([read('ask', 'س').explain, read('ask', '--explain', '--json', 'س').explain]).toEqual([false, true]))
  test('ten passages unless said otherwise', () =>
    expect([read('search', 'س').limit, read('search', 'س', '--limit', '3').limit]).toEqual([10, 3]))
})

describe('wrong usage is one line that says how to mend it', () => {
  const wrong = (...words: string[]): void =>
    test(words.join(' ') || '(nothing)', () => {
      try {
        read(...words)
        expect.unreachable()
      } catch (error) {
        expect(error).toBeInstanceOf(UsageError)
        expect((error as Error).message).not.toContain('\n')
      }
    })
  wrong()
  wrong('fly')
  wrong('ask', '--fly')
  wrong('ask', '--limit', '3', 'س')
  wrong('search', '--explain', 'س')
  wrong('search', '--limit', '0', 'س')
  wrong('search', '--limit', 'many', 'س')
  wrong('search', '--limit')
  wrong('eval', 'q', '--min-mrr', 'high')
  wrong('eval', 'q', '--min-luck', '1')
})
