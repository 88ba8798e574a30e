/** Answers to pressed buttons and to inline queries. */
import type { AnswerInlineQueryParams, TelegramInlineQueryResult } from '@gramio/types'
import { broken } from '../errors.ts'
import { checkKeyboard } from '../keyboard.ts'
import { formatText } from '../text.ts'
import type { World } from '../world.ts'
import type { Handlers } from './handlers.ts'
import { CAPTION_LIMIT, TEXT_LIMIT } from './messages.ts'

const MOST_RESULTS = 50

export function queryMethods({ chats, me, queries }: World): Handlers {
  const user = (id: number) => chats.person(id)

  const checkContent = (result: TelegramInlineQueryResult): void => {
    if ('input_message_content' in result && result.input_message_content) {
      const content = result.input_message_content
      if (!('message_text' in content)) return
      const { message_text, parse_mode, entities } = content
      formatText(String(message_text), {
        parse_mode,
        entities,
        limit: TEXT_LIMIT,
        empty: 'message text is empty',
        tooLong: 'MESSAGE_TOO_LONG',
        user,
      })
    } else if (result.type === 'article') throw broken('Input message content is not specified')
    if ('caption' in result) {
      const { caption, parse_mode, caption_entities: entities } = result
      const tooLong = 'message caption is too long'
      formatText(String(caption ?? ''), { parse_mode, entities, limit: CAPTION_LIMIT, tooLong, user })
    }
  }

  return {
    answerCallbackQuery({ callback_query_id, text, show_alert, url }) {
      if (text !== undefined && text.length > 200) throw broken('MESSAGE_TOO_LONG')
      // A bot without games may only open a chat with itself.
      if (url !== undefined && !isOwnLink(url, me.username ?? '')) throw broken('URL_INVALID')
      queries.answer('callback', callback_query_id, {
        ...(text === undefined ? {} : { text }),
        ...(show_alert === undefined ? {} : { show_alert }),
        ...(url === undefined ? {} : { url }),
      })
      return true
    },
    answerInlineQuery(params: AnswerInlineQueryParams) {
      const { inline_query_id, results, next_offset, button } = params
      if (results.length > MOST_RESULTS) throw broken('Too many inline query results specified')
      if (Buffer.byteLength(next_offset ?? '') > 64) throw broken('NEXT_OFFSET_INVALID')
      const ids = new Set<string>()
      for (const result of results) {
        const bytes = Buffer.byteLength(result.id)
        if (bytes < 1 || bytes > 64) throw broken('RESULT_ID_INVALID')
        if (ids.has(result.id)) throw broken('RESULT_ID_DUPLICATE')
        ids.add(result.id)
        checkContent(result)
        if ('reply_markup' in result) checkKeyboard(result.reply_markup)
      }
      if (button) {
        const start = button.start_parameter
        if ((button.web_app === undefined) === (start === undefined)) {
          throw broken('InlineQueryResultsButton must have exactly one optional field')
        }
        if (start !== undefined && !/^[\w-]{1,64}$/.test(start)) throw broken('START_PARAM_INVALID')
      }
      queries.answer('inline', inline_query_id, params)
      return true
    },
  }
}

function isOwnLink(url: string, username: string): boolean {
  const match = /^(?:https?:\/\/)?(?:t|telegram)\.me\/(\w+)\?start=[\w-]{0,64}$/i.exec(url)
  return match?.[1]?.toLowerCase() === username.toLowerCase()
}
