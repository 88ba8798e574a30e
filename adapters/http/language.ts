/** The language of a page: what the reader chose, else the first of ours that their browser asks for. */
import type { Context } from 'hono'
import { accepts } from 'hono/accepts'
import { getCookie, setCookie } from 'hono/cookie'
import { type Language, languageNamed } from '../../src/index.ts'

const COOKIE = 'language'
const YEAR = 365 * 24 * 60 * 60

/** `?lang=` chooses, and is remembered. */
export function languageFor(context: Context, usual: Language): Language {
  const chosen = languageNamed(context.req.query('lang'))
  if (chosen !== undefined) setCookie(context, COOKIE, chosen, { path: '/', maxAge: YEAR, sameSite: 'Lax' })
  const asked = (): string =>
    accepts(context, {
      header: 'Accept-Language',
      supports: ['ar', 'fr', 'en'],
      default: usual,
      match: (wanted) =>
        wanted
          .toSorted((one, other) => other.q - one.q)
          .map(({ type }) => languageNamed(type))
          .find((known) => known !== undefined) ?? usual,
    })
  return chosen ?? languageNamed(getCookie(context, COOKIE)) ?? languageNamed(asked()) ?? usual
}
