/**
 * Every citation that any adapter shows for the shipped questions leads to its own words in the reader: those of the page, asked as the page
 * asks, and those of Telegram and Discord, as they are rendered for a `PUBLIC_URL`.
 */
import { join } from 'node:path'
import { type DefaultTreeAdapterTypes, parse, parseFragment } from 'parse5'
import { beforeAll, expect, test } from 'vitest'
import { readJudgments } from '../../adapters/command-line/eval.ts'
import { render as renderDiscord } from '../../adapters/discord/render.ts'
import { readCorpus } from '../../adapters/files/corpus.ts'
import { render as renderTelegram } from '../../adapters/telegram/render.ts'
import { createSanad, parseDocument, phrases, type Reply, type Sanad } from '../../src/index.ts'
import { CORPUS } from '../adapters/programs.ts'
import { highlighted, inBrowser, isInSight, type Site, serveSite, visit } from './browser.ts'

type Node = DefaultTreeAdapterTypes.Node
type Element = DefaultTreeAdapterTypes.Element

interface Cited {
  readonly quote: string
  /** The address of its place, without the server's name. */
  readonly link: string
}

const BASE = 'https://sanad.example'
const QUESTIONS = join(import.meta.dirname, '../eval/questions.jsonl')
const { more } = phrases('ar')
/** Passages behind "more" are shown so many times. */
const MORE = 2
/** Of all links, those that are looked at in the browser. */
const SAMPLE = 20

inBrowser('every citation', () => {
  let site: Site
  let questions: readonly string[]
  let sanad: Sanad
  /** Quotes by the links that lead to them. */
  const all = new Map<string, string>()
  /** Those that mislead; what another adapter's links showed before is not looked at twice. */
  const check = async (cited: readonly Cited[]): Promise<unknown[]> => {
    expect(cited.length).toBeGreaterThan(0)
    const unseen = cited.filter(({ link, quote }) => all.get(link) !== quote)
    for (const { link, quote } of unseen) all.set(link, quote)
    return misled(unseen, site)
  }

  beforeAll(async () => {
    questions = (await readJudgments(QUESTIONS)).map(({ question }) => question)
    site = await serveSite()
    sanad = createSanad()
    sanad.load((await readCorpus([CORPUS])).sources.map(parseDocument))
  })

  test('of the page leads to its very words', async () => {
    let answered = 0
    const cited: Cited[] = []
    for (const question of questions) {
      const found = await askedOver(site, question)
      if (found.length > 0) answered++
      cited.push(...found)
    }
    expect(questions).toHaveLength(230)
    expect(answered).toBeGreaterThan(150)
    expect(await check(cited)).toEqual([])
  })

  test('of Telegram leads to its very words', async () => {
    const cited: Cited[] = []
    for (const question of questions) {
      const reply = await replyTo(question)
      const links = renderTelegram(reply, 'sanad_bot', BASE).flatMap(({ entities }) =>
        entities.flatMap((entity) => (entity.type === 'text_link' ? [entity.url] : [])),
      )
      cited.push(...paired(reply, links))
    }
    expect(await check(cited)).toEqual([])
  })

  test('of Discord leads to its very words', async () => {
    const cited: Cited[] = []
    for (const question of questions) {
      const reply = await replyTo(question)
      const links = renderDiscord(reply, BASE).flatMap(({ embeds }) =>
        embeds.flatMap(({ url }) => (url === undefined ? [] : [url])),
      )
      cited.push(...paired(reply, links))
    }
    expect(await check(cited)).toEqual([])
  })

  test('is marked and in sight in a browser (a sample)', async () => {
    const { page } = await visit(site)
    const step = Math.floor(all.size / SAMPLE)
    const sample = [...all].filter((_, at) => at % step === 0).slice(0, SAMPLE)
    expect(sample).toHaveLength(SAMPLE)
    for (const [link, quote] of sample) {
      await page.goto(link)
      expect(await highlighted(page)).toBe(quote)
      expect(await isInSight(page.locator('mark.quoted').first())).toBe(true)
    }
  })

  async function replyTo(question: string): Promise<Reply> {
    return sanad.handle({
      id: question,
      address: { platform: 'telegram', conversation: 'anybody' },
      place: 'private',
      from: 'anybody',
      text: question,
      addressed: true,
    })
  }
})

/** The citations of a reply with the links of its rendering, which are in the same order. */
function paired(reply: Reply, links: readonly string[]): Cited[] {
  const citations = reply.flatMap((block) => (block.type === 'citations' ? block.citations : []))
  expect(links).toHaveLength(citations.length)
  return citations.map(({ quote }, at) => {
    const link = links[at] ?? ''
    expect(link.startsWith(`${BASE}/read/`), link).toBe(true)
    return { quote, link: link.slice(BASE.length) }
  })
}

/** Those whose place in the reader is not what was quoted, with what is marked there. */
async function misled(cited: readonly Cited[], { origin }: Site): Promise<unknown[]> {
  const unique = new Map(cited.map((one) => [one.link, one]))
  const wrong: unknown[] = []
  for (const { link, quote } of unique.values()) {
    const response = await fetch(origin + link)
    const page = elements(parse(await response.text()))
    const marks = page.filter((element) => element.tagName === 'mark' && classes(element).includes('quoted'))
    const marked = marks.map(textOf).join('')
    // The mark has the name that the link ends with, so that browsers go there.
    const goal = decodeURIComponent(new URL(origin + link).hash.slice(1))
    const isGoal = marks.some((mark) => attribute(mark, 'id') === goal)
    const says = page.filter((element) => classes(element).includes('state')).map(textOf)
    if (marked !== quote || !isGoal || says.length > 0) wrong.push({ link, quote, marked, isGoal, says })
  }
  return wrong
}

/** Asks as the page does, in a new conversation, and presses "more" some times. */
async function askedOver({ origin }: Site, question: string): Promise<Cited[]> {
  const headers: Record<string, string> = { origin, 'x-sanad-part': '0', 'accept-language': 'ar' }
  const post = async (path: string, fields: Readonly<Record<string, string>>): Promise<Element[]> => {
    const response = await fetch(origin + path, { method: 'POST', headers, body: new URLSearchParams(fields) })
    expect(response.status).toBe(200)
    const [cookie] = response.headers.getSetCookie()
    headers['cookie'] = cookie?.split(';', 1)[0] ?? headers['cookie'] ?? ''
    return elements(parseFragment(await response.text()))
  }
  let part = await post('/ask', { text: question })
  const cited = citedIn(part)
  for (let turn = 0; turn < MORE; turn++) {
    const button = part.findLast((element) => element.tagName === 'button' && textOf(element) === more)
    if (button === undefined) break
    const [revision] = part.map((element) => attribute(element, 'data-revision')).filter((found) => found !== undefined)
    headers['x-sanad-part'] = revision ?? '0'
    part = await post('/press', { choice: attribute(button, 'value') ?? '' })
    cited.push(...citedIn(part))
  }
  return cited
}

/** Each link with the quote above it. */
function citedIn(part: readonly Element[]): Cited[] {
  const cited: Cited[] = []
  let quote = ''
  for (const element of part) {
    const link = attribute(element, 'href')
    if (element.tagName === 'blockquote') quote = textOf(element)
    else if (link !== undefined) cited.push({ quote, link })
  }
  return cited
}

/** All elements, in the order of the page; those of templates too. */
function elements(node: Node): Element[] {
  const inside = 'content' in node ? [node.content] : 'childNodes' in node ? node.childNodes : []
  return [...('tagName' in node ? [node as Element] : []), ...inside.flatMap(elements)]
}

function textOf(node: Node): string {
  if (node.nodeName === '#text') return (node as DefaultTreeAdapterTypes.TextNode).value
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : ''
}

const attribute = ({ attrs }: Element, wanted: string): string | undefined =>
  attrs.find(({ name }) => name === wanted)?.value

const classes = (element: Element): string[] => (attribute(element, 'class') ?? '').split(' ')
