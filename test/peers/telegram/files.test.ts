import { expect, test } from 'vitest'
import { post, testPeer } from './support.ts'

const PNG = (width: number, height: number): Buffer => {
  const header = Buffer.alloc(24)
  header.writeUInt32BE(0x89504e47, 0)
  header.writeUInt32BE(width, 16)
  header.writeUInt32BE(height, 20)
  return header
}
const BYTES = Buffer.from([0xe3, 0xd1, 0xcd, 0xc8, 0xc7])

test('a file of a person’s is to be had where getFile says, and only there', async () => {
  const { peer, call } = await testPeer()
  const chat = peer.privateChat(peer.user())
  const { message } = peer.sendDocument(chat, peer.user({ id: chat.id }), { name: 'a.txt', content: BYTES })
  const id = message.document?.file_id
  expect(message.document).toMatchObject({ file_name: 'a.txt', file_size: 5 })
  const at = (path: string, token = peer.token): string => `${peer.root}/file/bot${token}/${path}`
  expect((await fetch(at('documents/file_0.txt'))).status).toBe(404)
  const { result } = await call('getFile', { file_id: id })
  expect(result).toMatchObject({ file_id: id, file_size: 5, file_path: 'documents/file_0.txt' })
  const response = await fetch(at(result.file_path))
  expect(Buffer.from(await response.arrayBuffer())).toEqual(BYTES)
  expect((await fetch(at(result.file_path, '1:wrong'))).status).toBe(404)
  expect((await call('getFile', { file_id: 'x' })).description).toBe(
    'Bad Request: wrong file_id or the file is temporarily unavailable',
  )
  peer.loseFile(message)
  expect((await call('getFile', { file_id: id })).ok).toBe(false)
  expect((await fetch(at(result.file_path))).status).toBe(404)
  expect(peer.violations).toEqual([])
})

test('a file above 20 MB is too big for a bot', async () => {
  const { peer, call } = await testPeer()
  const chat = peer.privateChat(peer.user())
  const content = Buffer.alloc(20 * 1024 * 1024 + 1)
  const { message } = peer.sendDocument(chat, peer.user({ id: chat.id }), { name: 'a.txt', content })
  expect((await call('getFile', { file_id: message.document?.file_id })).description).toBe(
    'Bad Request: file is too big',
  )
})

test('a fault befalls a file as it does a call', async () => {
  const { peer, call } = await testPeer()
  const chat = peer.privateChat(peer.user())
  const { message } = peer.sendDocument(chat, peer.user({ id: chat.id }), { name: 'a.txt', content: BYTES })
  const { result } = await call('getFile', { file_id: message.document?.file_id })
  peer.faults.push({ method: 'file', when: 'during', action: { type: 'close' } })
  const cut = fetch(`${peer.root}/file/bot${peer.token}/${result.file_path}`).then((response) => response.arrayBuffer())
  await expect(cut).rejects.toThrow()
  peer.faults.push({ method: 'file', action: { type: 'slow', bytesPerSecond: 50 } })
  const slow = await fetch(`${peer.root}/file/bot${peer.token}/${result.file_path}`)
  expect(Buffer.from(await slow.arrayBuffer())).toEqual(BYTES)
  expect(peer.record.filter(({ method }) => method === 'file').map(({ fault }) => fault)).toEqual([
    'close during',
    'slow before',
  ])
})

test('in privacy mode a file reaches the bot by its caption or as a reply', async () => {
  const { peer } = await testPeer()
  const group = peer.group()
  const from = peer.user()
  const send = (caption?: string, extra = {}): number =>
    peer.sendDocument(
      group,
      from,
      { name: 'a.txt', content: 'x', ...(caption === undefined ? {} : { caption }) },
      extra,
    ).update_id
  expect(send()).toBe(0)
  expect(send('كلام')).toBe(0)
  expect(send('/corpus@other_bot add')).toBe(0)
  expect(send('/corpus@sanad_bot add')).not.toBe(0)
})

test('a photo is an image of a form that Telegram shows', async () => {
  const { peer } = await testPeer()
  const chat = peer.privateChat(peer.user())
  const send = async (image: Buffer): Promise<string | undefined> => {
    const body = new FormData()
    body.append('chat_id', String(chat.id))
    body.append('photo', new Blob([new Uint8Array(image)]), 'chart.png')
    const response = await post(peer, 'sendPhoto', {}, { headers: {}, body })
    return ((await response.json()) as { description?: string }).description
  }
  expect(await send(PNG(800, 400))).toBeUndefined()
  expect(peer.sent(chat)).toMatchObject([{ photo: [{ width: 800, height: 400 }] }])
  expect(peer.violations).toEqual([])
  expect(await send(Buffer.from('<svg/>'))).toBe('Bad Request: IMAGE_PROCESS_FAILED')
  expect(await send(PNG(8000, 4000))).toBe('Bad Request: PHOTO_INVALID_DIMENSIONS')
  expect(await send(PNG(2100, 100))).toBe('Bad Request: PHOTO_INVALID_DIMENSIONS')
})

test('a placeholder of a forced reply has 64 characters at most', async () => {
  const { peer, call } = await testPeer()
  const chat = peer.privateChat(peer.user())
  const ask = (input_field_placeholder: string): Promise<{ ok: boolean }> =>
    call('sendMessage', {
      chat_id: chat.id,
      text: 'اكتب',
      reply_markup: { force_reply: true, input_field_placeholder },
    })
  expect(await ask('ا'.repeat(64))).toMatchObject({ ok: true })
  expect(peer.sent(chat)[0]).not.toHaveProperty('reply_markup')
  expect(peer.violations).toEqual([])
  expect(await ask('ا'.repeat(65))).toMatchObject({ ok: false })
  expect(await ask('')).toMatchObject({ ok: false })
  expect(peer.violations).toHaveLength(2)
})

test('a startgroup link adds the bot and sends the command that the client would', async () => {
  const { peer } = await testPeer()
  const group = peer.group()
  peer.setMember(group, peer.me, 'left')
  const { message } = peer.startGroup('https://t.me/sanad_bot?startgroup=d_-1001', peer.user(), group)
  expect(message.text).toBe('/start@sanad_bot d_-1001')
  expect(message.entities).toMatchObject([{ type: 'bot_command', offset: 0, length: 16 }])
  // Left, came back, and the command.
  expect(peer.pending).toBe(3)
  expect(() => peer.startGroup('https://t.me/other_bot?startgroup=x', peer.user(), group)).toThrow('no group')
})

test('a topic that is deleted takes its messages along, and nothing can be sent there', async () => {
  const { peer, call } = await testPeer()
  const group = peer.group({ is_forum: true })
  const topic = peer.topic(group, 'ملخصات')
  const send = () => call('sendMessage', { chat_id: group.id, message_thread_id: topic, text: 'ملخص' })
  const { result } = await send()
  peer.deleteTopic(group, topic)
  expect(peer.sent(group)).toEqual([])
  expect((await send()).description).toBe('Bad Request: message thread not found')
  const edit = await call('editMessageText', { chat_id: group.id, message_id: result.message_id, text: 'آخر' })
  expect(edit.description).toBe('Bad Request: message to edit not found')
  expect(peer.violations).toEqual([])
})
