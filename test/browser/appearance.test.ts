/** The pages on a phone and on a desk, by day and by night: everything within reach, from right to left, in their own letters. */
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { answer, ask, inBrowser, isInSight, type Site, serveSite, visit } from './browser.ts'

const QUESTION = 'بكم تساهم واشنطن في تأمين الحدود التونسية؟'
const LONG = `${'طويل'.repeat(80)} https://example.org/${'a-long-path/'.repeat(30)} ${'W'.repeat(300)}`
const VIEWPORTS = [
  { name: 'narrow phone', width: 320, height: 640 },
  { name: 'phone', width: 390, height: 844 },
  { name: 'desk', width: 1280, height: 900 },
] as const

/** What stands out of the page at its sides: tag, class and how far. */
const OUTSIDE = `[...document.body.querySelectorAll('*')]
  .filter((element) => !element.matches('.skip, .skip *, .sign') && element.checkVisibility())
  .map((element) => ({ element, box: element.getBoundingClientRect() }))
  .filter(({ box }) => box.width > 0 && (box.left < -1 || box.right > document.documentElement.clientWidth + 1))
  .map(({ element, box }) => element.tagName + '.' + element.className + ' ' + Math.round(box.left) + '…' + Math.round(box.right))`
const SCROLLS = 'document.documentElement.scrollWidth > document.documentElement.clientWidth'

inBrowser('a page', () => {
  let site: Site
  beforeAll(async () => {
    site = await serveSite()
  })

  const looks = VIEWPORTS.flatMap(({ name, ...viewport }) =>
    (['light', 'dark'] as const).map((colorScheme) => ({ name, viewport, colorScheme })),
  )
  test.for(looks)('fits a $name, $colorScheme', async ({ viewport, colorScheme }) => {
    const { page } = await visit(site, { viewport, colorScheme })
    await page.goto('/')
    await fits(page)
    expect(await isInSight(page.locator('#text'))).toBe(true)
    await ask(page, LONG)
    await ask(page, '/help')
    await ask(page, QUESTION)
    await fits(page)
    // However long the conversation, the field stays at hand.
    expect(await isInSight(page.locator('#text'))).toBe(true)
    expect(await isInSight(page.locator('#say .send'))).toBe(true)
    await ask(page, '/digest')
    await fits(page)
    await answer(page).locator('.citations a').first().click()
    await page.locator('mark.quoted').first().waitFor()
    expect(await isInSight(page.locator('mark.quoted').first())).toBe(true)
    await fits(page)
    await page.goto(`/read/collective-security-study?q=${encodeURIComponent(LONG.slice(0, 200))}`)
    await fits(page)
    await page.goto('/read')
    await fits(page)
  })

  test('brings an answer into sight, above the field', async () => {
    const { page } = await visit(site)
    await page.goto('/')
    await ask(page, QUESTION)
    await ask(page, 'من فاز بكأس العالم 2022؟')
    const bottom = async (): Promise<number> => {
      const box = await answer(page).boundingBox()
      return (box?.y ?? Number.NaN) + (box?.height ?? Number.NaN)
    }
    await expect.poll(async () => (await bottom()) <= ((await page.locator('#say').boundingBox())?.y ?? 0)).toBe(true)
    expect(await isInSight(answer(page))).toBe(true)
  })

  test('is dark by night and light by day', async () => {
    const [day, night] = await Promise.all(
      (['light', 'dark'] as const).map(async (colorScheme) => {
        const { page } = await visit(site, { colorScheme })
        await page.goto('/')
        return page.evaluate<[paper: string, ink: string]>(
          '[getComputedStyle(document.documentElement).backgroundColor, getComputedStyle(document.documentElement).color]',
        )
      }),
    )
    const [paper, ink] = (day ?? []).map(brightness)
    const [nightPaper, nightInk] = (night ?? []).map(brightness)
    expect(paper).toBeGreaterThan(ink ?? Number.NaN)
    expect(nightPaper).toBeLessThan(nightInk ?? Number.NaN)
  })

  test.for([
    { language: 'ar', direction: 'rtl' },
    { language: 'fr', direction: 'ltr' },
    { language: 'en', direction: 'ltr' },
  ])('in $language reads $direction, and Arabic in it from right to left', async ({ language, direction }) => {
    const { page } = await visit(site)
    await page.goto(`/?lang=${language}`)
    await ask(page, QUESTION)
    const directions = await page.evaluate<string[]>(
      `['html', '.person .words p', 'blockquote', '.citations li'].map((name) => getComputedStyle(document.querySelector(name)).direction)`,
    )
    expect(directions).toEqual([direction, 'rtl', 'rtl', 'rtl'])
    expect(await page.locator('html').getAttribute('lang')).toBe(language)
  })

  test('keeps numbers and Latin words in Arabic in their places', async () => {
    const { page } = await visit(site)
    await page.goto('/')
    await ask(page, QUESTION)
    // What is read first stands farther right.
    const [before, number, after] = await Promise.all(
      ['بقيمة', '20', 'مليون'].map(async (word) => {
        const box = await page.evaluate<{ left: number } | undefined>(placeOf(word))
        return box?.left ?? Number.NaN
      }),
    )
    expect(before).toBeGreaterThan(number ?? Number.NaN)
    expect(number).toBeGreaterThan(after ?? Number.NaN)
  })

  test('is set in the letters that come with it, numbers and Latin too', async () => {
    const { page } = await visit(site)
    await page.goto('/')
    await ask(page, 'What is TSCTP?')
    await ask(page, QUESTION)
    expect(await fontsOf(page, 'blockquote')).toContain('Noto Naskh Arabic')
    expect(await fontsOf(page, '.promise, .person .words p')).toEqual(['IBM Plex Sans Arabic'])
    expect(await fontsOf(page, '.citations a')).toEqual(['IBM Plex Sans Arabic'])
  })
})

async function fits(page: Page): Promise<void> {
  await page.evaluate('document.fonts.ready.then(() => undefined)')
  expect(await page.evaluate(OUTSIDE)).toEqual([])
  expect(await page.evaluate(SCROLLS)).toBe(false)
}

/** Of a colour as browsers say it, `rgb(1, 2, 3)`. */
const brightness = (color: string): number =>
  [...color.matchAll(/\d+/g)].slice(0, 3).reduce((sum, [part]) => sum + Number(part), 0)

/** An expression for the place of a word in the last quote that has it; of a desk's width, where it is in one line. */
function placeOf(word: string): string {
  return `(() => {
    for (const quote of document.querySelectorAll('blockquote')) {
      const text = quote.firstChild
      const at = text.data.indexOf('بقيمة 20 مليون')
      if (at < 0) continue
      const range = document.createRange()
      const start = text.data.indexOf(${JSON.stringify(word)}, at)
      range.setStart(text, start)
      range.setEnd(text, start + ${word.length})
      return { left: range.getBoundingClientRect().left }
    }
  })()`
}

/** The fonts that the browser drew words with, none of them the machine's own. */
async function fontsOf(page: Page, selector: string): Promise<string[]> {
  await page.evaluate('document.fonts.ready.then(() => undefined)')
  const session = await page.context().newCDPSession(page)
  await session.send('DOM.enable')
  await session.send('CSS.enable')
  const { root } = await session.send('DOM.getDocument')
  const { nodeIds } = await session.send('DOM.querySelectorAll', { nodeId: root.nodeId, selector })
  const fonts = await Promise.all(
    nodeIds.map(async (nodeId) => (await session.send('CSS.getPlatformFontsForNode', { nodeId })).fonts),
  )
  expect(fonts.flat().filter(({ isCustomFont }) => !isCustomFont)).toEqual([])
  return [...new Set(fonts.flat().map(({ familyName }) => familyName))].sort()
}
