/** A corpus of good and bad requests, each with the verdict the server gives. */
import { expect, test } from 'vitest'
import type { Chat, Message, Payload, TelegramPeer, User } from './index.ts'
import { post, testPeer } from './support.ts'

interface Scene {
  readonly peer: TelegramPeer
  readonly user: User
  readonly chat: Chat
  readonly group: Chat
  readonly said: Message
  /** A message of the bot in the private chat, with a button. */
  readonly own: Message
}

/** Method, parameters, and the error text ("" when it is accepted). A violation is expected unless `refusal`. */
type Case = readonly [
  name: string,
  method: string,
  payload: (scene: Scene) => Payload,
  error: string,
  refusal?: 'refusal',
]

const button = (fields: Payload): Payload => ({ inline_keyboard: [[{ text: 'زر', ...fields }]] })
const article = (id: string): Payload => ({
  type: 'article',
  id,
  title: 'عنوان',
  input_message_content: { message_text: 'نص' },
})
const at = ({ chat }: Scene): Payload => ({ chat_id: chat.id })
const say =
  (text: string, more: Payload = {}) =>
  (scene: Scene) => ({ ...at(scene), text, ...more })
const html = (text: string) => say(text, { parse_mode: 'HTML' })
const keyed = (reply_markup: Payload) => say('نص', { reply_markup })
const edit = (fields: Payload) => (scene: Scene) => ({ ...at(scene), message_id: scene.own.message_id, ...fields })
const commands =
  (...list: (readonly [string, string])[]) =>
  () => ({
    commands: list.map(([command, description]) => ({ command, description })),
  })
const PARSE = "Bad Request: can't parse entities: "
const SHAPE = "Bad Request: can't parse parameters: "
const NOT_MODIFIED =
  'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message'

const CASES: readonly Case[] = [
  ['plain text', 'sendMessage', say('سلام'), ''],
  ['names of methods in any case', 'SENDMESSAGE', say('سلام'), ''],
  ['an unknown method', 'sendMassage', say('x'), 'Not Found: method not found'],
  [
    'an unknown parameter',
    'sendMessage',
    say('x', { disable_web_page_preview: true }),
    `${SHAPE}/: must NOT have additional properties (disable_web_page_preview)`,
  ],
  ['no chat', 'sendMessage', () => ({ text: 'x' }), 'Bad Request: chat_id is empty'],
  ['no text', 'sendMessage', at, 'Bad Request: message text is empty'],
  ['spaces only', 'sendMessage', say(' \n\t '), 'Bad Request: message text is empty'],
  ['marks without ink only', 'sendMessage', say('\u200b\u200f\u202e\ufeff'), 'Bad Request: message text is empty'],
  ['a tag with nothing in it', 'sendMessage', html('<b></b>'), 'Bad Request: message text is empty'],
  ['the longest text', 'sendMessage', say('س'.repeat(4096)), ''],
  ['one letter more', 'sendMessage', say('س'.repeat(4097)), 'Bad Request: message is too long'],
  ['markup does not count', 'sendMessage', html(`<b>${'س'.repeat(4096)}</b>`), ''],
  ['half a pair', 'sendMessage', say('x\ud83d'), 'Bad Request: strings must be encoded in UTF-8'],
  [
    'HTML of every kind',
    'sendMessage',
    html(
      '<b>a</b> &amp; <i>b</i> <a href="https://x.org">c</a> <blockquote expandable>d <code>e</code></blockquote> & f',
    ),
    '',
  ],
  ['a bare <', 'sendMessage', html('a < b'), `${PARSE}Unsupported start tag "" at byte offset 2`],
  ['an unknown tag', 'sendMessage', html('<br>'), `${PARSE}Unsupported start tag "br" at byte offset 0`],
  ['a tag left open', 'sendMessage', html('<b>x'), `${PARSE}Can't find end tag corresponding to start tag "b"`],
  [
    'bare signs in MarkdownV2',
    'sendMessage',
    say('a.b', { parse_mode: 'MarkdownV2' }),
    `${PARSE}Character '.' is reserved and must be escaped with the preceding '\\'`,
  ],
  ['an unknown parse mode', 'sendMessage', say('x', { parse_mode: 'BBCode' }), 'Bad Request: unsupported parse_mode'],
  [
    'entities',
    'sendMessage',
    say('سلام 👍', {
      entities: [
        { type: 'bold', offset: 0, length: 7 },
        { type: 'italic', offset: 0, length: 4 },
      ],
    }),
    '',
  ],
  [
    'an entity beyond the text',
    'sendMessage',
    say('abc', { entities: [{ type: 'bold', offset: 0, length: 9 }] }),
    'Bad Request: entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 9',
  ],
  [
    'an entity that splits a pair',
    'sendMessage',
    say('a👍b', { entities: [{ type: 'bold', offset: 0, length: 2 }] }),
    'Bad Request: entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte offset 5',
  ],
  ['a button that calls back', 'sendMessage', keyed(button({ callback_data: 'x'.repeat(64), hide: false })), ''],
  [
    '65 bytes of data',
    'sendMessage',
    keyed(button({ callback_data: 'x'.repeat(65) })),
    'Bad Request: BUTTON_DATA_INVALID',
  ],
  [
    '33 Arabic letters of data',
    'sendMessage',
    keyed(button({ callback_data: 'س'.repeat(33) })),
    'Bad Request: BUTTON_DATA_INVALID',
  ],
  ['empty data', 'sendMessage', keyed(button({ callback_data: '' })), 'Bad Request: BUTTON_DATA_INVALID'],
  [
    'a button without a purpose',
    'sendMessage',
    keyed(button({})),
    'Bad Request: text buttons are unallowed in the inline keyboard',
  ],
  [
    'a misspelt button',
    'sendMessage',
    keyed(button({ callbackData: 'x' })),
    `${SHAPE}/reply_markup/inline_keyboard/0/0: must NOT have additional properties (callbackData)`,
  ],
  ['a link button', 'sendMessage', keyed(button({ url: 'https://example.org/سند' })), ''],
  ['a link to this machine by number', 'sendMessage', keyed(button({ url: 'http://127.0.0.1:8080/a' })), ''],
  [
    'a link that is none',
    'sendMessage',
    keyed(button({ url: 'javascript:alert(1)' })),
    "Bad Request: inline keyboard button URL 'javascript:alert(1)' is invalid: Wrong HTTP URL",
  ],
  [
    'markup as JSON text',
    'sendMessage',
    say('x', { reply_markup: JSON.stringify(button({ callback_data: 'x' })) }),
    '',
  ],
  ['markup as broken text', 'sendMessage', say('x', { reply_markup: '{' }), `${SHAPE}/reply_markup: must be object`],
  [
    'a reply',
    'sendMessage',
    (scene) => say('x', { reply_parameters: { message_id: scene.said.message_id } })(scene),
    '',
  ],
  [
    'a reply to nothing',
    'sendMessage',
    say('x', { reply_parameters: { message_id: 99_999 } }),
    'Bad Request: message to be replied not found',
    'refusal',
  ],
  [
    'a reply to nothing, if need be',
    'sendMessage',
    say('x', { reply_parameters: { message_id: 99_999, allow_sending_without_reply: true } }),
    '',
  ],
  [
    'the old way to reply',
    'sendMessage',
    say('x', { reply_to_message_id: 1 }),
    `${SHAPE}/: must NOT have additional properties (reply_to_message_id)`,
  ],
  [
    'an unknown thread',
    'sendMessage',
    ({ group }) => ({ chat_id: group.id, text: 'x', message_thread_id: 7777 }),
    'Bad Request: message thread not found',
    'refusal',
  ],
  ['an unknown chat', 'sendMessage', () => ({ chat_id: 42, text: 'x' }), 'Bad Request: chat not found', 'refusal'],
  [
    'a person who never came',
    'sendMessage',
    ({ peer }) => ({ chat_id: peer.user().id, text: 'x' }),
    "Forbidden: bot can't initiate conversation with a user",
    'refusal',
  ],
  [
    'another bot',
    'sendMessage',
    ({ peer }) => ({ chat_id: peer.user({ is_bot: true }).id, text: 'x' }),
    "Forbidden: bot can't send messages to bots",
    'refusal',
  ],
  ['an edit', 'editMessageText', edit({ text: 'جديد' }), ''],
  [
    'an edit that changes nothing',
    'editMessageText',
    edit({ text: 'جواب', reply_markup: button({ callback_data: 'a' }) }),
    NOT_MODIFIED,
    'refusal',
  ],
  ['an edit that only drops the buttons', 'editMessageText', edit({ text: 'جواب' }), ''],
  [
    "an edit of another's message",
    'editMessageText',
    (scene) => ({ ...at(scene), message_id: scene.said.message_id, text: 'x' }),
    "Bad Request: message can't be edited",
  ],
  [
    'an edit of nothing',
    'editMessageText',
    (scene) => ({ ...at(scene), message_id: 99_999, text: 'x' }),
    'Bad Request: message to edit not found',
  ],
  [
    'an edit without a message',
    'editMessageText',
    (scene) => ({ ...at(scene), text: 'x' }),
    'Bad Request: message identifier is not specified',
  ],
  ['an edit that is too long', 'editMessageText', edit({ text: 'س'.repeat(4097) }), 'Bad Request: MESSAGE_TOO_LONG'],
  [
    'an edit of an unknown inline message',
    'editMessageText',
    () => ({ inline_message_id: 'none', text: 'x' }),
    'Bad Request: MESSAGE_ID_INVALID',
  ],
  ['other buttons', 'editMessageReplyMarkup', edit({ reply_markup: button({ callback_data: 'b' }) }), ''],
  ['a removal', 'deleteMessage', edit({}), ''],
  [
    'a removal of nothing',
    'deleteMessage',
    (scene) => ({ ...at(scene), message_id: 99_999 }),
    'Bad Request: message to delete not found',
    'refusal',
  ],
  [
    'removals of many',
    'deleteMessages',
    (scene) => ({ ...at(scene), message_ids: [scene.own.message_id, 99_999] }),
    '',
  ],
  [
    'an unknown query',
    'answerCallbackQuery',
    () => ({ callback_query_id: '1' }),
    'Bad Request: query is too old and response timeout expired or query ID is invalid',
  ],
  [
    'an answer of 201 letters',
    'answerCallbackQuery',
    () => ({ callback_query_id: '1', text: 'x'.repeat(201) }),
    'Bad Request: MESSAGE_TOO_LONG',
  ],
  [
    'an answer that opens a page',
    'answerCallbackQuery',
    () => ({ callback_query_id: '1', url: 'https://example.org' }),
    'Bad Request: URL_INVALID',
  ],
  [
    '51 inline results',
    'answerInlineQuery',
    () => ({ inline_query_id: '1', results: Array.from({ length: 51 }, (_, i) => article(`${i}`)) }),
    'Bad Request: too many inline query results specified',
  ],
  [
    'inline results of one id',
    'answerInlineQuery',
    () => ({ inline_query_id: '1', results: [article('1'), article('1')] }),
    'Bad Request: RESULT_ID_DUPLICATE',
  ],
  [
    'an inline result of a long id',
    'answerInlineQuery',
    () => ({ inline_query_id: '1', results: [article('س'.repeat(33))] }),
    'Bad Request: RESULT_ID_INVALID',
  ],
  [
    'a long next offset',
    'answerInlineQuery',
    () => ({ inline_query_id: '1', results: [], next_offset: 'x'.repeat(65) }),
    'Bad Request: NEXT_OFFSET_INVALID',
  ],
  [
    'an unknown field in a result',
    'answerInlineQuery',
    () => ({ inline_query_id: '1', results: [{ ...article('1'), icon: 'x' }] }),
    `${SHAPE}/results/0: must NOT have additional properties (icon)`,
  ],
  ['typing', 'sendChatAction', (scene) => ({ ...at(scene), action: 'typing' }), ''],
  [
    'an unknown action',
    'sendChatAction',
    (scene) => ({ ...at(scene), action: 'thinking' }),
    `${SHAPE}/action: must be equal to one of the allowed values`,
  ],
  ['a draft', 'sendMessageDraft', say('x', { draft_id: 1 }), ''],
  ['commands', 'setMyCommands', commands(['ask', 'اسأل'], ['help_2', 'مساعدة']), ''],
  ['a command in capitals', 'setMyCommands', commands(['Ask', 'اسأل']), 'Bad Request: BOT_COMMAND_INVALID'],
  ['an Arabic command', 'setMyCommands', commands(['اسأل', 'اسأل']), 'Bad Request: BOT_COMMAND_INVALID'],
  ['a command not described', 'setMyCommands', commands(['ask', '']), 'Bad Request: BOT_COMMAND_DESCRIPTION_INVALID'],
  [
    '101 commands',
    'setMyCommands',
    commands(...Array.from({ length: 101 }, (_, i) => [`c${i}`, 'x'] as const)),
    'Bad Request: BOT_COMMANDS_TOO_MUCH',
  ],
  [
    'a language of three letters',
    'setMyCommands',
    () => ({ commands: [], language_code: 'ara' }),
    'Bad Request: LANG_CODE_INVALID',
  ],
  [
    'a long description',
    'setMyDescription',
    () => ({ description: 'x'.repeat(513) }),
    'Bad Request: description is too long',
  ],
  ['a chat', 'getChat', at, ''],
  ['a member', 'getChatMember', ({ group, user }) => ({ chat_id: group.id, user_id: user.id }), ''],
  [
    'a number where a text is due',
    'getChatMember',
    ({ group }) => ({ chat_id: group.id, user_id: 'me' }),
    `${SHAPE}/user_id: must be integer`,
  ],
  [
    'administrators of a private chat',
    'getChatAdministrators',
    at,
    'Bad Request: there are no administrators in the private chat',
    'refusal',
  ],
  [
    'a reaction',
    'setMessageReaction',
    (scene) => ({ ...at(scene), message_id: scene.said.message_id, reaction: [{ type: 'emoji', emoji: '👍' }] }),
    '',
  ],
  [
    'a pin without the right',
    'pinChatMessage',
    ({ group }) => ({ chat_id: group.id, message_id: 1 }),
    'Bad Request: not enough rights to manage pinned messages in the chat',
    'refusal',
  ],
  [
    'a secret of odd letters',
    'setWebhook',
    () => ({ url: 'http://127.0.0.1:9', secret_token: 'a b' }),
    'Bad Request: secret token contains unallowed characters',
  ],
  [
    'a webhook that is no address',
    'setWebhook',
    () => ({ url: 'ftp://x' }),
    'Bad Request: invalid webhook URL specified',
  ],
]

for (const [name, method, payload, error, refusal] of CASES) {
  test(`${method}: ${name}`, async () => {
    const { peer, call } = await testPeer()
    const user = peer.user()
    const chat = peer.privateChat(user)
    const group = peer.group()
    const { message: said } = peer.say(chat, user, 'سؤال')
    const { result: own } = await call('sendMessage', {
      chat_id: chat.id,
      text: 'جواب',
      reply_markup: button({ callback_data: 'a' }),
    })
    const reply = await call(method, payload({ peer, user, chat, group, said, own }))
    const expected = error.startsWith(SHAPE) ? expect.stringContaining(error) : error
    expect(reply.ok ? '' : reply.description).toEqual(expected)
    expect(peer.violations.length > 0).toBe(error !== '' && refusal === undefined)
    expect(peer.refusals.length).toBe(refusal ? 1 : 0)
    expect(JSON.stringify(reply)).not.toContain(peer.token)
  })
}

test('JSON, forms and multipart bodies say the same', async () => {
  const { peer } = await testPeer()
  const chat = peer.privateChat(peer.user())
  const fields = {
    chat_id: String(chat.id),
    text: 'سلام',
    reply_markup: JSON.stringify(button({ callback_data: 'x' })),
  }
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  const url = `${peer.root}/bot${peer.token}/sendMessage`
  await fetch(`${url}?${new URLSearchParams(fields)}`)
  await fetch(url, { method: 'POST', body: new URLSearchParams(fields) })
  await fetch(url, { method: 'POST', body: form })
  await post(peer, 'sendMessage', { ...fields, chat_id: chat.id, reply_markup: button({ callback_data: 'x' }) })
  expect(peer.violations).toEqual([])
  expect(peer.record.map(({ payload }) => payload['text'])).toEqual(Array(4).fill('سلام'))
  expect(new Set(peer.sent(chat).map(({ text, reply_markup }) => JSON.stringify([text, reply_markup]))).size).toBe(1)
})

test('a file comes as a part of its own', async () => {
  const { peer } = await testPeer()
  const chat = peer.privateChat(peer.user())
  const form = new FormData()
  form.append('chat_id', String(chat.id))
  form.append('caption', 'ملف')
  form.append('document', new Blob(['سند']), 'a.txt')
  const reply = await fetch(`${peer.root}/bot${peer.token}/sendDocument`, { method: 'POST', body: form })
  expect(reply.status).toBe(200)
  expect(peer.sent(chat)).toMatchObject([{ caption: 'ملف', document: { file_name: 'a.txt' } }])
  expect(peer.record[0]?.payload['document']).toMatchObject({ size: 6, name: 'a.txt' })
})

test.each([
  ['{', 'application/json', "Bad Request: can't parse JSON object"],
  ['[]', 'application/json', 'Bad Request: JSON object expected'],
  ['x', 'text/plain', 'Bad Request: unsupported content type text/plain'],
])('a body that cannot be read: %s', async (body, type, description) => {
  const { peer } = await testPeer()
  const reply = await post(peer, 'sendMessage', {}, { body, headers: { 'content-type': type } })
  expect(await reply.json()).toEqual({ ok: false, error_code: 400, description })
  expect(peer.violations).toHaveLength(1)
})

test('a wrong token is unauthorized, a malformed one is not found', async () => {
  const { peer } = await testPeer()
  const ask = async (path: string): Promise<unknown> => (await fetch(`${peer.root}${path}`)).json()
  const other = `${peer.token.slice(0, -1)}x`
  expect(await ask(`/bot${other}/getMe`)).toEqual({ ok: false, error_code: 401, description: 'Unauthorized' })
  expect(await ask('/botabc/getMe')).toEqual({ ok: false, error_code: 404, description: 'Not Found' })
  expect(await ask('/')).toEqual({ ok: false, error_code: 404, description: 'Not Found' })
})

test('a method beyond the peer is answered, and named', async () => {
  const { peer, call } = await testPeer()
  const chat = peer.privateChat(peer.user())
  expect(await call('sendDice', { chat_id: chat.id })).toEqual({ ok: true, result: true })
  expect(peer.violations).toEqual(['sendDice /: not implemented by the peer'])
})
