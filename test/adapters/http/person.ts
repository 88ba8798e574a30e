/** Somebody with a browser that runs no scripts: keeps cookies, reads pages, fills in forms and presses buttons. */
import { createHash, randomUUID } from 'node:crypto'
import { attribute, byId, type Element, elements, hasClass, pageOf, textOf } from './markup.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: string
}

export interface Person {
  readonly cookies: Map<string, string>
  /** Asks for a path; redirects are not followed. */
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>
  /** Sends a form, as a page of the server's own does; redirects are not followed. */
  post(
    path: string,
    form: Readonly<Record<string, string>> | FormData,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>
  /** Writes a message and reads what comes of it. */
  say(text: string, id?: string): Promise<Answer>
  /** Presses the last button of a label in the page, its fields filled in. */
  press(label: string, fields?: readonly string[]): Promise<Answer>
  /** The texts of Sanad's messages in the page, in order. */
  heard(): Promise<string[]>
  /** Gets a cookie by pressing a button that is not there; the conversation that it stands for. */
  begin(): Promise<string>
}

/** A conversation's name for a cookie, as nobody but the server can tell. */
export const named = (cookie: string): string => createHash('sha256').update(cookie).digest('base64url').slice(0, 22)

/** What Sanad's messages in a page say: not their buttons, nor who speaks. */
export function said(html: string): string[] {
  return elements(pageOf(html))
    .filter((element) => hasClass(element, 'message') && hasClass(element, 'sanad'))
    .map((message) => textOf(message, (element) => hasClass(element, 'name') || hasClass(element, 'actions')))
}

/** The remark that a page makes to whoever acted. */
export function remark(html: string): string {
  const notice = byId(pageOf(html), 'notice')
  return notice === undefined ? '' : textOf(notice)
}

export function createPerson(root: string): Person {
  const cookies = new Map<string, string>()
  async function request(path: string, init: RequestInit): Promise<Answer> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(root + path, {
      redirect: 'manual',
      ...init,
      headers: { ...init.headers, ...(cookie === '' ? {} : { cookie }) },
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    return { status: response.status, headers: response.headers, body: await response.text() }
  }
  const get: Person['get'] = (path, headers = {}) => request(path, { headers })
  const post: Person['post'] = (path, form, headers = {}) =>
    request(path, {
      method: 'POST',
      body: form instanceof FormData ? form : new URLSearchParams(form),
      headers: { origin: root, 'sec-fetch-site': 'same-origin', ...headers },
    })
  /** The page that a form leads to. */
  const followed = async (answer: Answer): Promise<Answer> =>
    answer.status === 303 ? get(answer.headers.get('location') ?? '') : answer
  return {
    cookies,
    get,
    post,
    say: async (text, id = randomUUID()) => followed(await post('/ask', { id, text })),
    async press(label, fields = []) {
      const { body } = await get('/')
      const { button, form } = found(body, label)
      const sent = Object.fromEntries(fields.map((value, at) => [`field${at + 1}`, value]))
      const name = attribute(button, 'name') ?? ''
      return followed(await post(form, { ...sent, [name]: attribute(button, 'value') ?? '' }))
    },
    heard: async () => said((await get('/')).body),
    async begin() {
      await post('/press', { choice: 'begin-now:0' })
      return named(cookies.get('sanad') ?? '')
    },
  }
}

/** The last button of a label, or the one in the form that opens under it; and where it leads. */
function found(html: string, label: string): { readonly button: Element; readonly form: string } {
  const page = pageOf(html)
  const all = elements(page)
  const isButton = ({ tagName }: Element): boolean => tagName === 'button'
  const plain = all.filter((element) => isButton(element) && textOf(element) === label).at(-1)
  const form = plain === undefined ? undefined : byId(page, attribute(plain, 'form') ?? '')
  if (plain !== undefined && form !== undefined) return { button: plain, form: attribute(form, 'action') ?? '' }
  const folded = all.filter(
    (element) =>
      element.tagName === 'details' &&
      elements(element).some((inside) => inside.tagName === 'summary' && textOf(inside) === label),
  )
  const inside = elements(folded.at(-1) ?? page)
  const opened = inside.find(({ tagName }) => tagName === 'form')
  const button = opened === undefined ? undefined : elements(opened).find(isButton)
  if (folded.length === 0 || opened === undefined || button === undefined) throw new Error(`no button says ${label}`)
  return { button, form: attribute(opened, 'action') ?? '' }
}
