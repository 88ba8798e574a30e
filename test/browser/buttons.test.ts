/** What can be pressed and filled in on the chat page, down to a day's digest: the whole product, tried by one person. */
import type { Locator, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { phrases } from '../../src/index.ts'
import { answer, ask, inBrowser, type Site, serveSite, visit } from './browser.ts'

const say = phrases('ar')
const QUESTION = 'ما المنهج الذي تعتمده الدراسة؟'
const OTHER_QUESTION = 'بكم تساهم واشنطن في تأمين الحدود التونسية؟'
const NOBODY_KNOWS = 'كيف أحضر طاجين الدجاج بالزيتون؟'

inBrowser('a button of the chat page', () => {
  let site: Site
  beforeAll(async () => {
    site = await serveSite()
  })

  test('shows a quote where it stands, turns over there, and goes on', async () => {
    const page = await asked(QUESTION)
    const quote = await page.locator('blockquote').first().textContent()
    await button(answer(page), say.context).first().click()
    const passage = page.locator('.message.sanad').nth(1)
    await passage.locator('mark').waitFor()
    expect(await passage.locator('mark').textContent()).toBe(quote)
    const words = await passage.locator('blockquote').textContent()
    expect(words).toContain(quote)

    await button(passage, say.next).click()
    await expect.poll(() => passage.locator('blockquote').textContent()).not.toBe(words)
    await button(passage, say.previous).click()
    await expect.poll(() => passage.locator('blockquote').textContent()).toBe(words)
    expect(await page.locator('.message.sanad').count()).toBe(2)
  })

  test('brings more passages, numbered on', async () => {
    const page = await asked('ما دور المغرب في مكافحة الإرهاب؟')
    expect(await answer(page).locator('.number').allTextContents()).toEqual(['[1]', '[2]', '[3]'])
    await button(answer(page), say.more).click()
    await page.getByText('[4]').waitFor()
    expect((await answer(page).locator('.number').allTextContents())[0]).toBe('[4]')
  })

  test('votes, and says that the vote counts', async () => {
    const page = await asked(QUESTION)
    await button(answer(page), '👍').click()
    await page.locator('#notice').getByText(say.voted.recorded).waitFor()
    await button(answer(page), '👎').click()
    await page.locator('#notice').getByText(say.voted.changed).waitFor()
    expect(await page.locator('.message').count()).toBe(2)
  })

  test('of an answer that was changed since says that it is too old', async () => {
    const page = await asked(QUESTION)
    await button(answer(page), '👍').evaluate((vote) => vote.setAttribute('value', 'nosuchbutton:0'))
    await button(answer(page), '👍').click()
    await page.locator('#notice').getByText(say.tooOld).waitFor()
  })

  test('puts a question before the moderators, whose answer is quoted from then on', async () => {
    const page = await asked(NOBODY_KNOWS)
    expect(await answer(page).locator('blockquote').count()).toBe(0)
    await button(answer(page), say.raise).click()
    await page.getByText(say.raised).waitFor()

    await ask(page, '/gaps')
    const form = answer(page).locator('details.form').first()
    await form.locator('summary').click()
    await form.getByLabel(say.notes.text, { exact: true }).fill('يُطهى طاجين الدجاج بالزيتون ساعة على نار هادئة.')
    await button(form, say.page.send).click()
    await page.getByText(say.notes.told).waitFor()

    await ask(page, NOBODY_KNOWS)
    expect(await answer(page).locator('blockquote').first().textContent()).toBe(
      'يُطهى طاجين الدجاج بالزيتون ساعة على نار هادئة.',
    )
    // What moderators wrote is of this conversation alone: it has no page.
    expect(await answer(page).locator('.citations').first().textContent()).toContain(say.notes.publisher)
    expect(await answer(page).locator('.citations').first().locator('a').count()).toBe(0)
  })

  test("makes the day's digest: a draft, changed, with a note, and posted", async () => {
    const page = await asked(QUESTION)
    await ask(page, OTHER_QUESTION)
    await ask(page, '/digest')
    const panel = answer(page)
    expect(await panel.locator('.badge').textContent()).toBe(say.page.onlyYou)
    expect(await panel.textContent()).toContain(QUESTION)
    expect(await panel.textContent()).toContain(OTHER_QUESTION)

    await button(panel, say.digest.edit).click()
    const editor = page.locator('.message.sanad', { hasText: say.digest.editing })
    await editor.waitFor()
    const items = await editor.locator('.words p', { hasText: /^✓/ }).allTextContents()
    const dropped = items.findIndex((item) => item.includes(QUESTION)) + 1
    await button(editor, say.digest.leaveOut(dropped)).click()
    await button(editor, say.digest.takeIn(dropped)).waitFor()
    await editor.locator('details.form summary').click()
    await editor.getByLabel(say.digest.noteField).fill('شكرا لكم <b>جميعا</b>')
    await button(editor, say.page.send).click()
    await editor.getByText(say.digest.note('⁨شكرا لكم <b>جميعا</b>⁩')).waitFor()

    await button(editor, say.digest.back).click()
    const draft = page.locator('.message.sanad', { has: button(page, say.digest.post) }).last()
    await draft.getByText('شكرا لكم').waitFor()
    expect(await draft.textContent()).not.toContain(QUESTION)
    await button(draft, say.digest.post).click()
    const post = page.locator('.message.sanad:not(.aside)', { hasText: 'شكرا لكم <b>جميعا</b>' })
    await post.waitFor()
    expect(await post.textContent()).toContain(OTHER_QUESTION)
    expect(await post.textContent()).not.toContain(QUESTION)
    expect(await post.locator('blockquote').count()).toBeGreaterThan(0)
  })

  test('adds a document, which is quoted in this conversation and in no other', async () => {
    const { page } = await visit(site)
    await page.goto('/')
    await page.locator('#file').setInputFiles({
      name: 'خبز.md',
      mimeType: 'text/markdown',
      buffer: Buffer.from('# خبز الشعير\n\nيُعجن خبز الشعير بماء دافئ وملح، ثم يُترك ساعتين قبل أن يدخل الفرن.\n'),
    })
    await button(page.locator('.file'), say.page.send).click()
    await button(answer(page), say.corpus.confirm).click()
    await page.getByText(say.corpus.added('⁨خبز الشعير⁩')).waitFor()
    expect(await page.locator('#file').inputValue()).toBe('')

    const question = 'كيف يعجن خبز الشعير؟'
    await ask(page, question)
    expect(await answer(page).locator('blockquote').first().textContent()).toContain('ساعتين')
    const other = await asked(question)
    expect(await other.locator('#messages').textContent()).not.toContain('ساعتين')
  })

  test('chooses the language of answers', async () => {
    const page = await asked('/settings')
    await button(answer(page), phrases('en').name).click()
    await button(page, `✓ ${phrases('en').name}`).waitFor()
    await ask(page, QUESTION)
    expect(await button(answer(page), phrases('en').context).count()).toBeGreaterThan(0)
  })

  test('shows a number of questions as a picture, with words for those who do not see it', async () => {
    const page = await asked(QUESTION)
    await ask(page, '/stats')
    const chart = answer(page).locator('img.chart')
    await chart.waitFor()
    expect(await page.evaluate("document.querySelector('.chart').decode().then(() => 'drawn')")).toBe('drawn')
    expect(await chart.getAttribute('alt')).not.toBe('')
  })

  test('forgets all, on the page too', async () => {
    const page = await asked(QUESTION)
    await button(page.locator('nav.commands').first(), '/forgetme').click()
    await page.locator('.message.sanad', { hasText: 'حُذف كل ما كان محفوظا عنك: عدد الأسئلة 1' }).waitFor()
    expect(await page.locator('.message').count()).toBe(1)
    await page.reload()
    expect(await page.locator('.message').count()).toBe(1)
    expect(await page.locator('body').textContent()).not.toContain(QUESTION)
  })

  test.for(['/help', '/sources', '/mydata', '/corpus'])('brings what %s brings', async (command) => {
    const { page } = await visit(site)
    await page.goto('/')
    await button(page, command).click()
    await answer(page).waitFor()
    expect((await answer(page).locator('.words').first().textContent())?.length).toBeGreaterThan(5)
  })

  async function asked(question: string): Promise<Page> {
    const { page } = await visit(site)
    await page.goto('/')
    await ask(page, question)
    return page
  }
})

/** A button by its words, a number behind them or none. */
function button(within: Page | Locator, name: string): Locator {
  return within.locator('button').filter({ hasText: new RegExp(`^${name.replace(/[+?()/.]/g, '\\$&')}(?: \\d+)?$`) })
}
