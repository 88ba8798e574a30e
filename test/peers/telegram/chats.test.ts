/** What people and chats do to a bot: joining, blocking, moving, topics, buttons, inline mode. */
import { expect, test } from 'vitest'
import { testPeer } from './support.ts'

test.each([
  ['supergroup', 'kicked', 'Forbidden: bot was kicked from the supergroup chat'],
  ['supergroup', 'left', 'Forbidden: bot is not a member of the supergroup chat'],
  ['group', 'kicked', 'Forbidden: bot was kicked from the group chat'],
  ['channel', 'member', 'Bad Request: need administrator rights in the channel chat'],
  ['supergroup', 'restricted', 'Bad Request: not enough rights to send text messages to the chat'],
] as const)('in a %s where it is %s the bot cannot write', async (type, status, description) => {
  const { peer, call } = await testPeer()
  const chat = peer.group({ type })
  peer.setMember(chat, peer.me, status)
  expect(await call('sendMessage', { chat_id: chat.id, text: 'x' })).toMatchObject({ ok: false, description })
  expect(peer.violations).toEqual([])
  const { result } = await call('getUpdates')
  expect(result).toMatchObject([{ my_chat_member: { chat, new_chat_member: { status } } }])
})

test('a person can block the bot and take it back', async () => {
  const { peer, call } = await testPeer()
  const user = peer.user()
  const chat = peer.privateChat(user)
  peer.setMember(chat, peer.me, 'kicked')
  const blocked = { ok: false, error_code: 403, description: 'Forbidden: bot was blocked by the user' }
  expect(await call('sendMessage', { chat_id: chat.id, text: 'x' })).toEqual(blocked)
  peer.setMember(chat, peer.me, 'member')
  expect(await call('sendMessage', { chat_id: chat.id, text: 'x' })).toMatchObject({ ok: true })
})

test('a group that became a supergroup tells where it went', async () => {
  const { peer, call } = await testPeer()
  const old = peer.group({ type: 'group' })
  const next = peer.migrate(old)
  expect(await call('sendMessage', { chat_id: old.id, text: 'x' })).toEqual({
    ok: false,
    error_code: 400,
    description: 'Bad Request: group chat was upgraded to a supergroup chat',
    parameters: { migrate_to_chat_id: next.id },
  })
  expect(await call('sendMessage', { chat_id: next.id, text: 'x' })).toMatchObject({ ok: true })
  const { result } = await call('getUpdates')
  expect(result).toMatchObject([
    { message: { chat: { id: old.id }, migrate_to_chat_id: next.id } },
    { message: { chat: { id: next.id }, migrate_from_chat_id: old.id } },
  ])
})

test('in a forum a message goes to its topic, unless it is closed', async () => {
  const { peer, call } = await testPeer()
  const chat = peer.group({ is_forum: true })
  const thread = peer.topic(chat, 'أسئلة')
  const { message } = peer.say(chat, peer.user(), '/ask', { message_thread_id: thread })
  const place = { chat_id: chat.id, text: 'x', message_thread_id: thread }
  expect(await call('sendMessage', place)).toMatchObject({
    result: { message_thread_id: thread, is_topic_message: true },
  })
  const reply = { chat_id: chat.id, text: 'x', reply_parameters: { message_id: message.message_id } }
  expect(await call('sendMessage', reply)).toMatchObject({ result: { message_thread_id: thread } })
  peer.closeTopic(chat, thread)
  expect(await call('sendMessage', place)).toMatchObject({ description: 'Bad Request: TOPIC_CLOSED' })
})

test('in privacy mode a group message must be meant for the bot', async () => {
  const { peer, call } = await testPeer()
  const chat = peer.group()
  const from = peer.user()
  const { result: own } = await call('sendMessage', { chat_id: chat.id, text: 'x' })
  const reaches = (text: string, extra = {}): boolean => peer.say(chat, from, text, extra).update_id > 0
  expect(reaches('حديث')).toBe(false)
  expect(reaches('/ask سؤال')).toBe(true)
  expect(reaches('/ask@sanad_bot سؤال')).toBe(true)
  expect(reaches('/ask@other_bot سؤال')).toBe(false)
  expect(reaches('يا @sanad_bot سؤال')).toBe(true)
  expect(reaches('نعم', { reply_to_message: own })).toBe(true)
  peer.setMember(chat, peer.me, 'administrator')
  expect(reaches('حديث')).toBe(true)
})

test('a mention can be made not to reach the bot', async () => {
  const { peer } = await testPeer({ mentionsReachBot: false })
  expect(peer.say(peer.group(), peer.user(), '@sanad_bot').update_id).toBe(0)
})

test('a pressed button is answered once', async () => {
  const { peer, call } = await testPeer()
  const user = peer.user()
  const chat = peer.privateChat(user)
  const reply_markup = { inline_keyboard: [[{ text: 'نعم', callback_data: 'yes' }]] }
  await call('sendMessage', { chat_id: chat.id, text: 'x', reply_markup })
  const [message] = peer.sent(chat)
  if (!message) throw new Error('nothing was sent')
  await expect(peer.press(message, user, 'لا')).rejects.toThrow('no button "لا" among "نعم"')
  const pressed = peer.press(message, user, 'نعم')
  const { result } = await call('getUpdates')
  expect(result).toMatchObject([{ callback_query: { data: 'yes', message: { text: 'x' }, from: { id: user.id } } }])
  const callback_query_id: string = result[0].callback_query.id
  await call('answerCallbackQuery', { callback_query_id, text: 'تم', show_alert: true })
  expect(await pressed).toEqual({ text: 'تم', show_alert: true })
  expect(peer.violations).toEqual([])
  expect(await call('answerCallbackQuery', { callback_query_id })).toMatchObject({ ok: false, error_code: 400 })
  expect(peer.violations).toHaveLength(1)
  expect(await peer.press(message, user, 'yes', 10)).toBe(undefined)
})

test('a query that is too old is refused, and nobody is to blame', async () => {
  const { peer, call } = await testPeer({ queryLife: 0 })
  const user = peer.user()
  const chat = peer.privateChat(user)
  await call('sendMessage', { chat_id: chat.id, text: 'x' })
  const [message] = peer.sent(chat)
  if (!message) throw new Error('nothing was sent')
  void peer.pressData(message, user, 'forged', 50)
  const { result } = await call('getUpdates')
  await new Promise((resolve) => setTimeout(resolve, 5))
  expect(await call('answerCallbackQuery', { callback_query_id: result[0].callback_query.id })).toMatchObject({
    description: 'Bad Request: query is too old and response timeout expired or query ID is invalid',
  })
  expect(peer.violations).toEqual([])
})

test('an inline result can be chosen, edited and pressed', async () => {
  const { peer, call } = await testPeer()
  const user = peer.user()
  const chat = peer.group()
  const asked = peer.inline(user, 'سؤال')
  const { result } = await call('getUpdates')
  const reply_markup = { inline_keyboard: [[{ text: 'زر', callback_data: 'x' }]] }
  const input_message_content = { message_text: '<b>نص</b>', parse_mode: 'HTML' }
  await call('answerInlineQuery', {
    inline_query_id: result[0].inline_query.id,
    results: [{ type: 'article', id: '1', title: 'عنوان', input_message_content, reply_markup }],
  })
  const answer = await asked
  if (!answer) throw new Error('no answer')
  const { inline_message_id, message } = peer.choose(answer, user, '1', chat)
  expect(await call('editMessageText', { inline_message_id, text: 'آخر', reply_markup })).toEqual({
    ok: true,
    result: true,
  })
  expect(peer.sent(chat)).toMatchObject([{ text: 'آخر', versions: ['نص', 'آخر'] }])
  void peer.press(message, user, 'زر', 10)
  const next = await call('getUpdates', { offset: result[0].update_id + 1 })
  expect(next.result).toMatchObject([
    { chosen_inline_result: { inline_message_id } },
    { callback_query: { inline_message_id } },
  ])
  expect(peer.violations).toEqual([])
})

test('without inline mode the bot is not asked', async () => {
  const { peer } = await testPeer({ bot: { supports_inline_queries: false } })
  expect(await peer.inline(peer.user(), 'سؤال', '', 10)).toBe(undefined)
  expect(peer.pending).toBe(0)
})

test('an edited message is told as such, and a post of a channel too', async () => {
  const { peer, call } = await testPeer()
  const from = peer.user()
  const { message } = peer.say(peer.privateChat(from), from, 'سؤل')
  peer.edit(message, 'سؤال /ask')
  peer.say(peer.group({ type: 'channel' }), from, 'منشور')
  const { result } = await call('getUpdates')
  expect(result).toMatchObject([
    { message: { text: 'سؤل' } },
    { edited_message: { message_id: message.message_id, text: 'سؤال /ask', entities: [{ type: 'bot_command' }] } },
    { channel_post: { text: 'منشور', sender_chat: { type: 'channel' } } },
  ])
})

test('a message that somebody removed is no longer there, and nobody is to blame', async () => {
  const { peer, call } = await testPeer()
  const chat = peer.group()
  const { result } = await call('sendMessage', { chat_id: chat.id, text: 'x' })
  peer.remove(result)
  expect(peer.sent(chat)).toEqual([])
  const edit = { chat_id: chat.id, message_id: result.message_id, text: 'y' }
  expect(await call('editMessageText', edit)).toMatchObject({ description: 'Bad Request: message to edit not found' })
  expect([peer.violations, peer.refusals.length]).toEqual([[], 1])
})

test('commands are kept by scope and language', async () => {
  const { peer, call } = await testPeer()
  const commands = [{ command: 'ask', description: 'اسأل' }]
  await call('setMyCommands', { commands, language_code: 'ar' })
  await call('setMyCommands', { commands, scope: { type: 'all_group_chats' } })
  expect([...peer.commands.keys()]).toEqual(['default/ar', 'all_group_chats/'])
  expect((await call('getMyCommands', { language_code: 'ar' })).result).toEqual(commands)
})

test('until says what happened when it is in vain', async () => {
  const { peer, call } = await testPeer()
  await call('getMe')
  await expect(peer.until(() => false, 20, 'the digest')).rejects.toThrow(/the digest did not come about.*getMe 200/s)
  const waiting = peer.until(() => peer.record.length === 2)
  await call('getMe')
  await waiting
})
