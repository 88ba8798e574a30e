/**
 * A conversation with Sanad in Telegram, without Telegram: starts the local server and, against it, the program as `npm start` does;
 * people ask, press and change their minds; what everyone sees is printed. `npm run demo:telegram`.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTelegramPeer, type SentMessage } from './index.ts'

const root = join(import.meta.dirname, '../../..')
const data = mkdtempSync(join(tmpdir(), 'sanad-demo-'))
const peer = await createTelegramPeer({ bot: { can_read_all_group_messages: true, first_name: 'سند' } })
const program = spawn(process.execPath, [join(root, 'dist/adapters/main.js'), 'serve'], {
  cwd: data,
  env: {
    ...process.env,
    TELEGRAM_BOT_TOKEN: peer.token,
    TELEGRAM_API_ROOT: peer.root,
    TELEGRAM_MODE: 'polling',
    DATA_DIR: data,
    CORPUS_DIR: join(root, 'corpus'),
    LANGUAGE: 'ar',
    LOG_LEVEL: 'warn',
  },
  stdio: ['ignore', 'ignore', 'inherit'],
})

const layla = peer.user({ first_name: 'ليلى', language_code: 'ar' })
const omar = peer.user({ first_name: 'عمر', language_code: 'fr' })
const group = peer.group({ title: 'قراء الدراسات الأمنية' })
const shown = new Map<number, string>()

/** A message as a chat shows it: who, to whom, the text with its quotes drawn, the buttons. */
function draw(message: SentMessage, mark: string): string {
  const quotes = (message.entities ?? []).filter(({ type }) => type.endsWith('blockquote'))
  let at = 0
  const text = (message.text ?? '').split('\n').map((line) => {
    const start = at
    at += line.length + 1
    const quoted = quotes.some(({ offset, length }) => start >= offset && start < offset + length)
    return quoted ? `  ┃ ${line}` : `  ${line}`
  })
  const rows = (message.reply_markup?.inline_keyboard ?? []).map(
    (row) => `  ${row.map(({ text: label }) => `[ ${label} ]`).join(' ')}`,
  )
  return [`سند ${mark}`, ...text, ...rows].join('\n')
}

/** Prints what the bot has sent or changed since, once there is something. */
async function listen(mark = '↩'): Promise<SentMessage> {
  const changed = (): SentMessage[] =>
    peer.allSent().filter((message) => shown.get(message.message_id) !== JSON.stringify(message.versions))
  await peer.until(() => changed().length > 0, 20_000, 'the bot to say something')
  const news = changed()
  for (const message of news) {
    console.log(`${draw(message, shown.has(message.message_id) ? '✎' : mark)}\n`)
    shown.set(message.message_id, JSON.stringify(message.versions))
  }
  return news.at(-1) as SentMessage
}

try {
  console.log(`── ${group.title} ──\n`)
  console.log('ليلى: /ask متى تأسس اتحاد المغرب العربي؟\n')
  peer.say(group, layla, '/ask متى تأسس اتحاد المغرب العربي؟')
  const answer = await listen()

  const [context = ''] = (answer.reply_markup?.inline_keyboard ?? []).flat().map(({ text }) => text)
  console.log(`(عمر يضغط «👍»)`)
  console.log(`  ${(await peer.press(answer, omar, '👍'))?.text}\n`)
  console.log(`(عمر يضغط «${context}»: تفتح له المحادثة الخاصة)`)
  console.log(`  ${(await peer.press(answer, omar, context))?.url}\n`)

  console.log('عمر: سند، كيف أطبخ الكسكس بسبع خضار؟\n')
  const { message } = peer.say(group, omar, 'سند، كيف أطبخ الكسكس بسبع خضار؟')
  await listen()

  console.log('(عمر يعدل سؤاله: سند، متى أغلقت الحدود بين المغرب والجزائر؟)\n')
  peer.edit(message, 'سند، متى أغلقت الحدود بين المغرب والجزائر؟')
  await listen()

  console.log('── ليلى، محادثة خاصة ──\n')
  const chat = peer.privateChat(layla)
  console.log('ليلى: /verify تأسس اتحاد المغرب العربي عام 1988\n')
  peer.say(chat, layla, '/verify تأسس اتحاد المغرب العربي عام 1988')
  await listen()
} finally {
  program.kill('SIGTERM')
  await new Promise((resolve) => program.once('exit', resolve))
  await peer.close()
  rmSync(data, { recursive: true, force: true })
}
console.log(`(${peer.record.length} calls, ${peer.violations.length} rules of the Bot API broken)`)
