/** Asking on the chat page, following a citation and coming back: with the script, without it, and while it is slow. */
import { beforeAll, expect, test } from 'vitest'
import { answer, ask, highlighted, inBrowser, isInSight, type Site, send, serveSite, visit } from './browser.ts'

const QUESTION = 'ما المنهج الذي تعتمده الدراسة؟'
const NOBODY_KNOWS = 'من فاز بكأس العالم 2022؟'
const QUOTE = 'تعتمد الدراسة المنهج الوصفي التحليلي'

inBrowser('a question on the chat page', () => {
  let site: Site
  beforeAll(async () => {
    site = await serveSite()
  })

  test('is answered without loading the page anew, and its citation leads to the very words', async () => {
    const { page } = await visit(site)
    await page.goto('/')
    await page.evaluate("document.body.setAttribute('data-same-page', '')")
    await ask(page, QUESTION)

    expect(await page.locator('body[data-same-page]').count()).toBe(1)
    expect(await page.locator('.message.person').textContent()).toContain(QUESTION)
    expect(await page.locator('#text').inputValue()).toBe('')
    const quotes = await answer(page).locator('blockquote').allTextContents()
    expect(quotes[0]).toContain(QUOTE)

    await answer(page).locator('.citations a').first().click()
    await page.waitForURL('**/read/**')
    expect(await highlighted(page)).toBe(quotes[0])
    expect(await isInSight(page.locator('mark.quoted').first())).toBe(true)

    await page.goBack()
    expect(await answer(page).locator('blockquote').allTextContents()).toEqual(quotes)
    expect(await page.locator('.message.person').textContent()).toContain(QUESTION)
  })

  test('that is an example is asked by a click', async () => {
    const { page } = await visit(site)
    await page.goto('/')
    const example = page.locator('.examples button').first()
    const question = (await example.textContent()) ?? ''
    await example.click()
    await answer(page).locator('blockquote').first().waitFor()
    expect(await page.locator('.message.person').textContent()).toContain(question)
    expect(await page.locator('.intro').isVisible()).toBe(false)
  })

  test('of several lines is written with Shift and Enter', async () => {
    const { page } = await visit(site)
    await page.goto('/')
    await page.locator('#text').fill('ما المنهج')
    await page.locator('#text').press('Shift+Enter')
    await page.locator('#text').pressSequentially('الذي تعتمده الدراسة؟')
    expect(await page.locator('.message').count()).toBe(0)
    await page.locator('#text').press('Enter')
    await answer(page).locator('blockquote').first().waitFor()
    expect(await page.locator('.message.person .words p').allTextContents()).toEqual([
      'ما المنهج',
      'الذي تعتمده الدراسة؟',
    ])
  })

  test('of nothing but spaces is not sent', async () => {
    const { page } = await visit(site)
    const sent: string[] = []
    page.on('request', (request) => void (request.method() === 'POST' && sent.push(request.url())))
    await page.goto('/')
    await page.locator('#text').fill('   ')
    await page.locator('#text').press('Enter')
    await ask(page, QUESTION)
    expect(sent).toEqual([`${site.origin}/ask`])
  })

  test('that could not be sent stays in the field, and the page says so', async () => {
    const { page, problems } = await visit(site)
    await page.goto('/')
    await page.route('**/ask', (route) => route.abort())
    await page.locator('#text').fill(QUESTION)
    await page.locator('#text').press('Enter')
    await page.locator('#notice').getByText('لم يصل السؤال').waitFor()
    expect(await page.locator('#text').inputValue()).toBe(QUESTION)
    await page.unroute('**/ask')
    await page.locator('#text').press('Enter')
    await answer(page).locator('blockquote').first().waitFor()
    expect(await page.locator('.message.person').count()).toBe(1)
    expect(problems.splice(0)).toEqual([expect.stringContaining('ERR_FAILED')])
  })

  test('need not wait for the answer to the one before', async () => {
    const { page } = await visit(site)
    await page.goto('/')
    await ask(page, QUESTION)
    let release = (): void => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    await page.route('**/ask', async (route) => {
      await held
      await route.continue()
    })
    for (const question of [NOBODY_KNOWS, QUESTION]) {
      await page.locator('#text').fill(question)
      await page.locator('#text').press('Enter')
    }
    await page.locator('#text').fill('ما الذي')
    release()
    await page.locator('.message.sanad').nth(2).waitFor()
    expect(await page.locator('.message.person .words').allTextContents()).toEqual([QUESTION, NOBODY_KNOWS, QUESTION])
    // What is being written meanwhile stays.
    expect(await page.locator('#text').inputValue()).toBe('ما الذي')
  })

  test('is seen by nobody else', async () => {
    const [one, other] = await Promise.all([visit(site), visit(site)])
    await one.page.goto('/')
    await ask(one.page, QUESTION)
    await other.page.goto('/')
    expect(await other.page.locator('.message').count()).toBe(0)
  })

  test('needs no script', async () => {
    const { page } = await visit(site, { javaScriptEnabled: false })
    await page.goto('/')
    await send(page, QUESTION)
    const quotes = await answer(page).locator('blockquote').allTextContents()
    expect(quotes[0]).toContain(QUOTE)
    expect(new URL(page.url()).hash).toBe(`#${await answer(page).getAttribute('id')}`)

    await answer(page).locator('.citations a').first().click()
    await page.waitForURL('**/read/**')
    expect(await highlighted(page)).toBe(quotes[0])
    expect(await isInSight(page.locator('mark.quoted').first())).toBe(true)

    await page.goBack()
    expect(await answer(page).locator('blockquote').allTextContents()).toEqual(quotes)
    await answer(page).getByRole('button', { name: 'السياق' }).first().click()
    await page.locator('.message.sanad mark').first().waitFor()
    await page.locator('.examples button').first().waitFor({ state: 'hidden' })
  })

  test.for(['held', 'blocked'] as const)('needs no script that is %s', async (how) => {
    const { page, problems } = await visit(site)
    await page.route('**/*.js', (route) => (how === 'blocked' ? route.abort() : undefined))
    await page.goto('/', { waitUntil: 'commit' })
    await send(page, QUESTION)
    const quotes = await answer(page).locator('blockquote').allTextContents()
    await answer(page).locator('.citations a').first().click()
    await page.waitForURL('**/read/**', { waitUntil: 'commit' })
    await page.locator('.text').waitFor()
    expect(await highlighted(page)).toBe(quotes[0])
    const failed = problems.splice(0).filter((problem) => !problem.includes('ERR_FAILED'))
    expect(failed).toEqual([])
  })
})
