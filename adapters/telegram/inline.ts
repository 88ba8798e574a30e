/** Inline mode (Bot API, answerInlineQuery): in any chat, `@bot words` offers cited passages; the chosen one is sent by the person. */
import { type Citation, languageOf, phrases, type Sanad, withoutControls } from '../../src/index.ts'
import { render } from './render.ts'

/** Results on a page, and in all. */
const PAGE = 10
const MOST = 50
/** Seconds for which Telegram may give the same page to everyone: results depend on the query alone. */
const CACHE = 300
const LONGEST_TITLE = 100
const LONGEST_DESCRIPTION = 160

/** The parameters of `answerInlineQuery`. `offset` is what the page before it gave; anything else begins anew. */
export function inlinePage(
  query: string,
  text: string,
  offset: string,
  quotes: Sanad['quotes'],
  bot: string,
  reader?: string,
): object {
  const from = /^\d{1,2}$/.test(offset) ? Number(offset) : 0
  const found = text === '' ? [] : quotes(text, Math.min(MOST, from + PAGE + 1))
  const page = found.slice(from, from + PAGE)
  const more = found.length > from + PAGE
  const say = phrases(languageOf(text))
  return {
    inline_query_id: query,
    results: page.flatMap((citation) => result(citation, text, bot, reader)),
    next_offset: more ? String(from + PAGE) : '',
    cache_time: CACHE,
    // Above the results, the way to a conversation with the bot.
    button: { text: text === '' ? say.inlineEmpty : say.inlineAsk, start_parameter: 'inline' },
  }
}

/** None where quote and source do not fit into one message: neither is offered alone. */
function result(citation: Citation, text: string, bot: string, reader: string | undefined): object[] {
  const { language } = phrases(languageOf(text))
  const [message, ...others] = render(
    [
      { type: 'quote', text: citation.quote },
      { type: 'citations', citations: [{ ...citation, number: 1 }], language },
    ],
    bot,
    reader,
  )
  if (message === undefined || others.length > 0) return []
  const { document, section, passage, start, end } = citation
  return [
    {
      type: 'article',
      id: `${passage.id}_${start}-${end}`,
      title: shortened([document.title, ...section.slice(-1)].join(' — '), LONGEST_TITLE),
      description: shortened(citation.quote, LONGEST_DESCRIPTION),
      input_message_content: {
        message_text: message.text,
        entities: message.entities,
        link_preview_options: { is_disabled: true },
      },
    },
  ]
}

function shortened(text: string, longest: number): string {
  const line = withoutControls(text).replace(/\s+/gu, ' ')
  if (line.length <= longest) return line.toWellFormed()
  const cut = line.slice(0, line.lastIndexOf(' ', longest - 1) + 1 || longest - 1)
  return `${cut.trim().toWellFormed()}…`
}
