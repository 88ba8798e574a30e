/** The pages for those who see them otherwise or not at all, and for those without a mouse. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { phrases } from '../../src/index.ts'
import { answer, ask, inBrowser, type Site, serveSite, visit } from './browser.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** Its own style sheets are not to be fetched again. */
const OPTIONS: RunOptions = { preload: false, resultTypes: ['violations'] }
const QUESTION = 'ما المنهج الذي تعتمده الدراسة؟'
const say = phrases('ar')

const STATES: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'an empty chat': (page) => page.goto('/'),
  'answers with buttons': async (page) => {
    await page.goto('/')
    await ask(page, QUESTION)
    await answer(page).getByRole('button', { name: say.context }).click()
    await page.locator('mark').waitFor()
    await page.getByRole('button', { name: say.more }).waitFor()
  },
  'nothing found': async (page) => {
    await page.goto('/')
    await ask(page, 'كيف أحضر طاجين الدجاج بالزيتون؟')
  },
  "a digest's draft with its form": async (page) => {
    await page.goto('/')
    await ask(page, QUESTION)
    await ask(page, '/digest')
    await answer(page).getByRole('button', { name: say.digest.edit }).click()
    const form = page.locator('details.form').last()
    await form.locator('summary').click()
    await form.getByLabel(say.digest.noteField).waitFor()
  },
  'a picture of numbers': async (page) => {
    await page.goto('/')
    await ask(page, QUESTION)
    await ask(page, '/stats')
  },
  'the reader with a quote': async (page) => {
    await page.goto('/')
    await ask(page, QUESTION)
    await answer(page).locator('.citations a').first().click()
    await page.locator('mark.quoted').first().waitFor()
  },
  'the reader with what was searched': async (page) => {
    await page.goto(`/read/collective-security-study?q=${encodeURIComponent('المغرب')}`)
    for (const details of await page.locator('details').all()) await details.locator('summary').click()
  },
  'the list of documents': (page) => page.goto('/read'),
}

inBrowser('axe-core finds nothing serious', () => {
  let site: Site
  beforeAll(async () => {
    site = await serveSite()
  })

  const all = Object.entries(STATES).flatMap(([state, go]) =>
    (['light', 'dark'] as const).map((colorScheme) => ({ state, go, colorScheme })),
  )
  test.for(all)('in $state, $colorScheme', async ({ go, colorScheme }) => {
    const { page } = await visit(site, { colorScheme })
    await go(page)
    expect((await axe(page)).filter(isSerious).map(told)).toEqual([])
  })

  test.for(['fr', 'en'])('in %s', async (language) => {
    const { page } = await visit(site)
    await page.goto(`/?lang=${language}`)
    await ask(page, QUESTION)
    expect((await axe(page)).filter(isSerious).map(told)).toEqual([])
  })
})

inBrowser('without a mouse', () => {
  let site: Site
  beforeAll(async () => {
    site = await serveSite()
  })

  test('the field has the focus, and has it again after an answer', async () => {
    const { page } = await visit(site)
    await page.goto('/')
    expect(await focused(page)).toBe('text')
    await page.keyboard.type(QUESTION)
    await page.keyboard.press('Enter')
    await answer(page).waitFor()
    await expect.poll(() => focused(page)).toBe('text')
  })

  test('the first stop is the way past the header, and it leads to the content', async () => {
    const { page } = await visit(site)
    await page.goto('/read')
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').getAttribute('href')).toBe('#main')
    expect((await page.locator(':focus').boundingBox())?.x).toBeGreaterThanOrEqual(0)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await page.locator('main :focus').count()).toBe(1)
  })

  test('everything that can be chosen is reached with Tab, and is to be seen there', async () => {
    const { page } = await visit(site)
    await page.goto('/')
    await ask(page, QUESTION)
    await page.locator('body').press('Home')
    const reached = new Set<string>()
    const wanted = await page.evaluate<number>(
      `[...document.querySelectorAll('a, button, input:not([type=hidden]), textarea, summary')].filter((one) => one.checkVisibility()).length`,
    )
    for (let stop = 0; stop < wanted + 2; stop++) {
      await page.keyboard.press('Tab')
      const name = await page.evaluate<string>(
        `(() => { const one = document.activeElement; return one === document.body ? '' : [...document.querySelectorAll('*')].indexOf(one) + ' ' + getComputedStyle(one).outlineStyle })()`,
      )
      if (name !== '') reached.add(name)
    }
    expect(reached.size).toBeGreaterThanOrEqual(wanted)
    expect([...reached].filter((name) => name.endsWith('none'))).toEqual([])
  })

  test('a citation is followed, and a passage opened', async () => {
    const { page } = await visit(site)
    await page.goto('/')
    await ask(page, QUESTION)
    await answer(page).getByRole('button', { name: say.context }).focus()
    await page.keyboard.press('Enter')
    await page.locator('blockquote mark').waitFor()
    // The button that was pressed is still where the reader is.
    expect(await page.locator(':focus').textContent()).toBe(say.context)
    await page.locator('.citations a').first().focus()
    await page.keyboard.press('Enter')
    await page.locator('mark.quoted').first().waitFor()
  })
})

inBrowser('a screen reader', () => {
  let site: Site
  beforeAll(async () => {
    site = await serveSite()
  })

  test('hears what is new in the conversation, and what is going on', async () => {
    const { page } = await visit(site)
    await page.goto('/')
    const log = page.getByRole('log', { name: say.page.conversation })
    expect(await log.getAttribute('aria-live')).toBe('polite')
    // What is not there while it is empty is not heard when it is filled.
    expect(await page.getByRole('status').count()).toBe(1)
    let release = (): void => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    await page.route('**/ask', async (route) => {
      await held
      await route.continue()
    })
    await page.locator('#text').fill(QUESTION)
    await page.locator('#text').press('Enter')
    await page.getByRole('status').getByText(say.page.sending).waitFor()
    release()
    await log.getByRole('article', { name: say.page.sanad }).waitFor()
    await expect.poll(() => page.locator('#notice').textContent()).toBe('')
  })

  test('is told what everything is', async () => {
    const { page } = await visit(site)
    await page.goto('/')
    await ask(page, QUESTION)
    expect(await page.getByRole('textbox', { name: say.page.question }).count()).toBe(1)
    expect(await page.getByRole('button', { name: say.page.send }).count()).toBeGreaterThan(0)
    expect(await page.getByRole('article', { name: say.page.you }).count()).toBe(1)
    expect(await page.getByRole('blockquote').count()).toBeGreaterThan(0)
    await answer(page).locator('.citations a').first().click()
    await page.locator('mark.quoted').first().waitFor()
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1)
    expect(await page.getByRole('search').count()).toBe(1)
    expect(await page.getByRole('banner').count()).toBe(1)
    expect(await page.getByRole('main').count()).toBe(1)
  })
})

async function axe(page: Page): Promise<AxeResults['violations']> {
  await page.evaluate('document.fonts.ready.then(() => undefined)')
  await page.evaluate(AXE)
  return (await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(OPTIONS)})`)).violations
}

const isSerious = ({ impact }: AxeResults['violations'][number]): boolean =>
  impact === 'serious' || impact === 'critical'

const told = ({ impact, id, nodes }: AxeResults['violations'][number]): string =>
  `${impact} ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`

const focused = (page: Page): Promise<string> => page.evaluate("document.activeElement?.id ?? ''")
