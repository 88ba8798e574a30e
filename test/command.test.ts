import { expect, test } from 'vitest'
import { type Command, parseCommand } from '../src/command.ts'

const check = (text: string, command: Command): void =>
  test(text || '(nothing)', () => expect(parseCommand(text)).toEqual(command))

check('متى تأسس الاتحاد؟', { name: 'ask', question: 'متى تأسس الاتحاد؟' })
check('/ask متى تأسس الاتحاد؟', { name: 'ask', question: 'متى تأسس الاتحاد؟' })
check('/ask@sanad_bot متى تأسس؟', { name: 'ask', question: 'متى تأسس؟' })
check('سند، متى تأسس؟', { name: 'ask', question: 'متى تأسس؟' })
check('اسأل متى تأسس؟', { name: 'ask', question: 'متى تأسس؟' })
check('/ask', { name: 'greeting' })
check('', { name: 'greeting' })
check('؟!… 👍', { name: 'greeting' })
check('السلام عليكم', { name: 'greeting' })
check('شكراً جزيلاً', { name: 'greeting' })
check('merci beaucoup', { name: 'greeting' })
check('/help', { name: 'help' })
check('/start', { name: 'help' })
check('/start p_1abc', { name: 'passage', id: '1abc' })
check('/passage 1abc', { name: 'passage', id: '1abc' })
check('/passage 1abc 10-20', { name: 'passage', id: '1abc', quote: { start: 10, end: 20 } })
check('/passage ../../etc', { name: 'help' })
check('/more 3 متى تأسس؟', { name: 'more', question: 'متى تأسس؟', from: 3 })
check('/more', { name: 'help' })
check('/sources', { name: 'sources' })
check('/sources 2', { name: 'sources', document: '2' })
check('/fly', { name: 'unknown', text: '/fly' })
