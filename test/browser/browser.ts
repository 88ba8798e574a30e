/** A real browser before a Sanad of its own; and what no page of ours may do, watched on all of them. */
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, inject, vi } from 'vitest'
import { type Program, start, temporaryFolder, tidy } from '../adapters/programs.ts'
import { LAUNCH } from './executable.ts'

export interface Site {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string
  readonly program: Program
}

export interface Visit {
  readonly page: Page
  /** What the page did that it may not: asked another machine, broke the security policy, complained. */
  readonly problems: string[]
}

/** Milliseconds for a program to be up on a busy machine. */
const LONGEST_START = 30_000
/** Milliseconds for anything on a page, on a busy machine. */
const LONGEST_WAIT = 15_000
const CHAT_PAGE = /Chat page\s+(http:\/\/127\.0\.0\.1:\d+)\//

/** Pages' own complaints are on their console; so is this one then. */
const TELL =
  "addEventListener('securitypolicyviolation', (event) => console.error('policy', event.violatedDirective, event.blockedURI))"

let browser: Browser | undefined
const visits: (() => Promise<readonly string[]>)[] = []

/** Tests in a browser, where there is one. After each nothing may have gone wrong on any page that it opened. */
export function inBrowser(name: string, tests: () => void): void {
  const executablePath = inject('chromium')
  describe.skipIf(executablePath === '')(name, () => {
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath, args: [...LAUNCH] })
    })
    afterEach(async () => {
      const problems = await Promise.all(visits.splice(0).map((leave) => leave()))
      expect(problems.flat()).toEqual([])
    })
    afterAll(async () => {
      await browser?.close()
      await tidy()
    })
    tests()
  })
}

/** A program with the chat page over the shipped documents, where nothing else is said. */
export async function serveSite(settings: Readonly<Record<string, string>> = {}): Promise<Site> {
  const program = start(temporaryFolder(), settings)
  const origin = await vi.waitFor(
    () => {
      const [, origin = ''] = CHAT_PAGE.exec(program.output()) ?? []
      if (origin === '') throw new Error(`not up: ${program.output()}`)
      return origin
    },
    { timeout: LONGEST_START, interval: 50 },
  )
  return { origin, program }
}

/** Somebody with a browser of their own, who reads Arabic. */
export async function visit({ origin }: Site, options: BrowserContextOptions = {}): Promise<Visit> {
  if (browser === undefined) throw new Error('there is no browser')
  const context = await browser.newContext({ locale: 'ar', baseURL: origin, reducedMotion: 'reduce', ...options })
  context.setDefaultTimeout(LONGEST_WAIT)
  const problems: string[] = []
  context.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(`${origin}/`) && !url.startsWith('data:')) problems.push(`asked ${url}`)
  })
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text())
  })
  context.on('weberror', (error) => problems.push(String(error.error())))
  context.on('dialog', async (dialog) => {
    problems.push(`dialog ${dialog.message()}`)
    await dialog.dismiss()
  })
  context.on('page', (page) => {
    if (context.pages().length > 1) problems.push(`opened ${page.url()}`)
  })
  await context.addInitScript({ content: TELL })
  const page = await context.newPage()
  visits.push(async () => {
    await context.close()
    return problems
  })
  return { page, problems }
}

/** Types a question, sends it with Enter, and waits for what it brings. */
export async function ask(page: Page, question: string): Promise<void> {
  const before = await page.locator('#messages > .message.sanad').count()
  await page.locator('#text').fill(question)
  await page.locator('#text').press('Enter')
  await page.locator('#messages > .message.sanad').nth(before).waitFor()
}

/** The same with the button, which works without any script: the page is loaded anew. */
export async function send(page: Page, question: string): Promise<void> {
  await page.locator('#text').fill(question)
  await Promise.all([page.waitForEvent('framenavigated'), page.locator('#say .send').click()])
  await page.locator('#messages > .message.sanad').last().waitFor()
}

/** The latest of Sanad's messages. */
export const answer = (page: Page): Locator => page.locator('#messages > .message.sanad').last()

/** The words that the reader marks as quoted, in order. */
export async function highlighted(page: Page): Promise<string> {
  return (await page.locator('mark.quoted').allTextContents()).join('')
}

/** Whether all of an element is to be seen without scrolling, below the page's own header. */
export async function isInSight(element: Locator): Promise<boolean> {
  const page = element.page()
  const [header, box] = await Promise.all([page.locator('body > header').boundingBox(), element.boundingBox()])
  if (header === null || box === null) return false
  return box.y >= header.y + header.height && box.y + box.height <= (page.viewportSize()?.height ?? 0)
}
