/** What the server checks of a reply markup beyond its shape. */
import { broken } from './errors.ts'
import type { Keyboard, Payload } from './types.ts'

const KINDS = [
  'url',
  'callback_data',
  'web_app',
  'login_url',
  'switch_inline_query',
  'switch_inline_query_current_chat',
  'switch_inline_query_chosen_chat',
  'copy_text',
  'callback_game',
  'pay',
  'disabled',
]

const LONGEST_PLACEHOLDER = 64

/** Returns the inline keyboard as it is kept, or undefined when there is none. */
export function checkKeyboard(markup: unknown): Keyboard | undefined {
  const placeholder = (markup as { input_field_placeholder?: string } | undefined)?.input_field_placeholder
  if (placeholder !== undefined && (placeholder.length < 1 || placeholder.length > LONGEST_PLACEHOLDER))
    throw broken("can't parse force reply: its placeholder must have 1-64 characters")
  const rows = (markup as Partial<Keyboard> | undefined)?.inline_keyboard
  if (!rows) return undefined
  if (rows.flat().length > 100) throw broken('reply markup is too long')
  const kept = rows.filter((row) => row.length > 0)
  for (const row of kept) {
    if (row.length > 8) throw broken('BUTTON_COUNT_INVALID')
    for (const button of row) checkButton(button)
  }
  return kept.length > 0
    ? { inline_keyboard: kept.map((row) => row.map(({ ...button }) => without(button))) }
    : undefined
}

function checkButton(button: Payload): void {
  const kinds = KINDS.filter((kind) => button[kind] !== undefined)
  if (String(button['text']).trim() === '') throw broken('inline keyboard button text must be non-empty')
  if (kinds.length === 0) throw broken('Text buttons are unallowed in the inline keyboard')
  if (kinds.length > 1) throw broken(`can't parse inline keyboard button: it has both ${kinds.join(' and ')}`)
  const data = button['callback_data']
  if (typeof data === 'string') {
    const bytes = Buffer.byteLength(data)
    if (bytes < 1 || bytes > 64) throw broken('BUTTON_DATA_INVALID')
  }
  const url = button['url']
  if (typeof url === 'string' && !isUrl(url)) {
    throw broken(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`)
  }
  const copied = (button['copy_text'] as { text?: string } | undefined)?.text
  if (copied !== undefined && (copied.length < 1 || copied.length > 256)) throw broken('BUTTON_COPY_TEXT_INVALID')
}

function isUrl(url: string): boolean {
  if (/^tg:\/\/\S+$/i.test(url)) return true
  const full = /^[a-z][a-z+.-]*:/i.test(url) ? url : `http://${url}`
  if (!URL.canParse(full) || /\s/.test(url)) return false
  const { protocol, hostname } = new URL(full)
  return /^https?:$|^ton:$/.test(protocol) && hostname.includes('.')
}

/** The server does not give back what it did not understand. */
function without<T extends object>(button: T): T {
  const { hide: _, ...rest } = button as T & { hide?: boolean }
  return rest as T
}
