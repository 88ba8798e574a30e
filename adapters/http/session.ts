/** Who a browser is: a cookie with a secret of its own, of which only a hash is used, and nothing else about anybody. */
import { createHash, randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'

const COOKIE = 'sanad'
const SECRET = /^[\w-]{22}$/
const DAYS_30 = 30 * 24 * 60 * 60

/** The conversation of a browser that has one. */
export function conversationOf(context: Context): string | undefined {
  const secret = getCookie(context, COOKIE)
  return secret === undefined || !SECRET.test(secret) ? undefined : named(secret)
}

/** The conversation of a browser, begun where it has none. */
export function beginConversation(context: Context, isSecure: boolean): string {
  const known = getCookie(context, COOKIE)
  const secret = known !== undefined && SECRET.test(known) ? known : randomBytes(16).toString('base64url')
  setCookie(context, COOKIE, secret, { path: '/', httpOnly: true, sameSite: 'Lax', secure: isSecure, maxAge: DAYS_30 })
  return named(secret)
}

const named = (secret: string): string => createHash('sha256').update(secret).digest('base64url').slice(0, 22)
