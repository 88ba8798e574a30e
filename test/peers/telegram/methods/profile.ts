/** The bot's own face: who it is, its commands, name, descriptions and menu button. */
import type { TelegramBotCommand, TelegramBotCommandScope } from '@gramio/types'
import { broken } from '../errors.ts'
import type { World } from '../world.ts'
import type { Handlers } from './handlers.ts'

export function profileMethods({ chats, me, commands, profile }: World): Handlers {
  const checkLanguage = (code = ''): string => {
    if (code !== '' && !/^[a-z]{2}$/.test(code)) throw broken('LANG_CODE_INVALID')
    return code
  }
  const keyOf = (scope: TelegramBotCommandScope | undefined, language: string | undefined): string => {
    const code = checkLanguage(language)
    const parts: unknown[] = [scope?.type ?? 'default']
    if (scope && 'chat_id' in scope) parts.push(chats.target(scope.chat_id).chat.id)
    if (scope && 'user_id' in scope) parts.push(scope.user_id)
    return `${parts.join(':')}/${code}`
  }
  const setText = (field: string, text = '', language: string | undefined, most: number): true => {
    if (text.length > most) throw broken(`${field} is too long`)
    const key = `${field}/${checkLanguage(language)}`
    if (text === '') profile.delete(key)
    else profile.set(key, text)
    return true
  }
  const getText = (field: string, language: string | undefined, otherwise = ''): unknown =>
    profile.get(`${field}/${checkLanguage(language)}`) ?? profile.get(`${field}/`) ?? otherwise

  return {
    getMe: () => me,
    setMyCommands({ commands: list, scope, language_code }) {
      if (list.length > 100) throw broken('BOT_COMMANDS_TOO_MUCH')
      const names = new Set<string>()
      for (const command of list) checkCommand(command, names)
      const key = keyOf(scope, language_code)
      if (list.length === 0) commands.delete(key)
      else commands.set(key, list)
      return true
    },
    getMyCommands({ scope, language_code }) {
      return commands.get(keyOf(scope, language_code)) ?? []
    },
    deleteMyCommands({ scope, language_code }) {
      commands.delete(keyOf(scope, language_code))
      return true
    },
    setMyName: ({ name, language_code }) => setText('name', name, language_code, 64),
    getMyName: ({ language_code }) => ({ name: getText('name', language_code, me.first_name) }),
    setMyDescription: ({ description, language_code }) => setText('description', description, language_code, 512),
    getMyDescription: ({ language_code }) => ({ description: getText('description', language_code) }),
    setMyShortDescription: ({ short_description, language_code }) =>
      setText('short description', short_description, language_code, 120),
    getMyShortDescription: ({ language_code }) => ({
      short_description: getText('short description', language_code),
    }),
    setChatMenuButton({ chat_id, menu_button }) {
      profile.set(`menu button/${chat_id ?? ''}`, menu_button ?? { type: 'default' })
      return true
    },
    getChatMenuButton({ chat_id }) {
      return profile.get(`menu button/${chat_id ?? ''}`) ?? profile.get('menu button/') ?? { type: 'commands' }
    },
    logOut: () => true,
    close: () => true,
  }
}

function checkCommand({ command, description }: TelegramBotCommand, names: Set<string>): void {
  // A leading slash is taken off by the server.
  const name = command.replace(/^\//, '')
  if (!/^[a-z0-9_]{1,32}$/.test(name)) throw broken('BOT_COMMAND_INVALID')
  if (names.has(name)) throw broken('BOT_COMMAND_DUPLICATE')
  names.add(name)
  const length = description.trim().length
  if (length < 1 || length > 256) throw broken('BOT_COMMAND_DESCRIPTION_INVALID')
}
