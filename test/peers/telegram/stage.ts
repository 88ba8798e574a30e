/** A stage for demonstrations: the program as `npm start` runs it, before the local server, and everything it says as a chat shows it. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTelegramPeer, type SentMessage, type TelegramPeer } from './index.ts'

const root = join(import.meta.dirname, '../../..')

export interface Stage {
  readonly peer: TelegramPeer
  print(line: string): void
  /** Prints what the bot has sent or changed since, once there is something; resolves with the last of it. */
  listen(mark?: string): Promise<SentMessage>
  /** The same without a word. */
  hush(): Promise<SentMessage>
  /** Sets the program's clock. */
  setClock(to: number): void
  close(): Promise<void>
}

export async function openStage(): Promise<Stage> {
  const data = mkdtempSync(join(tmpdir(), 'sanad-demo-'))
  const clock = join(data, 'clock')
  const setClock = (to: number): void => writeFileSync(clock, String(to - Date.now()))
  setClock(Date.now())
  const peer = await createTelegramPeer({ bot: { can_read_all_group_messages: true, first_name: 'سند' } })
  const program = spawn(process.execPath, [join(root, 'test/adapters/serving.js')], {
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
      SANAD_TEST_CLOCK: clock,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const shown = new Map<number, string>()
  const news = async (): Promise<SentMessage[]> => {
    const changed = (): SentMessage[] =>
      peer.allSent().filter((message) => shown.get(message.message_id) !== JSON.stringify(message.versions))
    await peer.until(() => changed().length > 0, 20_000, 'the bot to say something')
    return changed()
  }
  const see = (messages: readonly SentMessage[]): SentMessage => {
    for (const message of messages) shown.set(message.message_id, JSON.stringify(message.versions))
    return messages.at(-1) as SentMessage
  }

  return {
    peer,
    print: (line) => console.log(line),
    async listen(mark = '↩') {
      const messages = await news()
      for (const message of messages) console.log(`${draw(message, shown.has(message.message_id) ? '✎' : mark)}\n`)
      return see(messages)
    },
    hush: async () => see(await news()),
    setClock,
    async close() {
      program.kill('SIGTERM')
      await new Promise((resolve) => program.once('exit', resolve))
      await peer.close()
      rmSync(data, { recursive: true, force: true })
      console.log(`(${peer.record.length} calls, ${peer.violations.length} rules of the Bot API broken)`)
    },
  }
}

/** The labels of a message's buttons, in their order. */
export const labels = (message: SentMessage): string[] =>
  (message.reply_markup?.inline_keyboard ?? []).flat().map(({ text }) => text)

/** A message as a chat shows it: who, to whom, the text with its quotes drawn, the buttons. */
function draw(message: SentMessage, mark: string): string {
  const quotes = (message.entities ?? []).filter(({ type }) => type.endsWith('blockquote'))
  let at = 0
  const text = (message.text ?? (message.photo === undefined ? '' : '(صورة)')).split('\n').map((line) => {
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
