/** The command menus (Bot API, setMyCommands): per scope and per language, set only when they changed. */
import { createHash } from 'node:crypto'
import { FOR_MODERATORS, type Language, MENU, phrases, type Store } from '../../src/index.ts'
import type { Call } from './client.ts'

interface Menu {
  readonly scope: { readonly type: string }
  /** Empty: for clients of any other language. */
  readonly language_code: string
  readonly commands: readonly { readonly command: string; readonly description: string }[]
}

/** Every menu; `language` is for clients whose language is none of ours. */
export function menus(language: Language): Menu[] {
  const codes: readonly (readonly [string, Language])[] = [
    ['', language],
    ['ar', 'ar'],
    ['fr', 'fr'],
    ['en', 'en'],
  ]
  const everyone = MENU.filter((name) => !FOR_MODERATORS.includes(name))
  const scopes = [
    { type: 'default', names: everyone },
    // In a private chat everybody moderates their own.
    { type: 'all_private_chats', names: MENU },
    { type: 'all_chat_administrators', names: MENU },
  ]
  return scopes.flatMap(({ type, names }) =>
    codes.map(([code, own]) => ({
      scope: { type },
      language_code: code,
      commands: names.map((command) => ({ command, description: phrases(own).menu[command] })),
    })),
  )
}

/** Registers the menus unless Telegram has these already. */
export async function registerMenus(
  call: Call,
  store: Store,
  bot: number,
  language: Language,
  signal: AbortSignal,
): Promise<void> {
  const wanted = menus(language)
  const name = `telegram menus of ${bot}`
  const version = createHash('sha256').update(JSON.stringify(wanted)).digest('hex')
  if ((await store.facts.get(name)) === version) return
  // Told to stop, or no longer let in: the next start sees to it.
  for (const menu of wanted) if ((await call('setMyCommands', menu, { signal })) !== true) return
  await store.facts.set(name, version)
}
