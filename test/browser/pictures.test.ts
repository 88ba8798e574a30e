/**
 * The main states as pictures, for people to look at: in `pictures/`, which is not kept. `SANAD_PICTURES=1` also writes the two that the
 * README shows, which are.
 */
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { answer, ask, inBrowser, type Site, serveSite, visit } from './browser.ts'

const FOLDER = fileURLToPath(new URL('pictures/', import.meta.url))
const QUESTION = 'بكم تساهم واشنطن في تأمين الحدود التونسية؟'
const NOBODY_KNOWS = 'من فاز بكأس العالم 2022؟'
const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } } as const
const COLORS = ['light', 'dark'] as const

inBrowser('pictures', () => {
  let site: Site
  beforeAll(async () => {
    mkdirSync(FOLDER, { recursive: true })
    site = await serveSite()
  })

  const states = COLORS.flatMap((colorScheme) =>
    (['phone', 'desktop'] as const).map((size) => ({ colorScheme, size, viewport: SIZES[size] })),
  )
  test.for(states)('in $colorScheme colours on a $size', async ({ colorScheme, size, viewport }) => {
    const { page } = await visit(site, { colorScheme, viewport })
    const take = (state: string): Promise<void> => photograph(page, `${state}-${size}-${colorScheme}`)
    await page.goto('/')
    await take('chat-empty')
    await ask(page, QUESTION)
    await take('chat-answer')
    await answer(page).locator('.citations a').first().click()
    await page.locator('mark.quoted').first().waitFor()
    await take('reader')
    await page.goto('/')
    await ask(page, NOBODY_KNOWS)
    expect(await answer(page).locator('blockquote').count()).toBe(0)
    await take('not-found')
    await ask(page, '/digest')
    await take('digest-draft')
    await page.goto('/read')
    await take('documents')
  })

  test.runIf(process.env['SANAD_PICTURES'] === '1')('of the README', async () => {
    const { page } = await visit(site, { colorScheme: 'light', viewport: { width: 1000, height: 860 } })
    await page.goto('/')
    await ask(page, QUESTION)
    await page.evaluate('scrollTo(0, 0)')
    await photograph(page, 'chat')
    await answer(page).locator('.citations a').first().click()
    await page.locator('mark.quoted').first().waitFor()
    await photograph(page, 'reader')
  })
})

async function photograph(page: Page, name: string): Promise<void> {
  await page.evaluate('document.fonts.ready.then(() => undefined)')
  const picture = await page.screenshot({ path: `${FOLDER}${name}.png` })
  expect(picture.length).toBeGreaterThan(0)
}
