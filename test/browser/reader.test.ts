/** The reader: links to places, in documents that change meanwhile; search, contents, notes, copies, print. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test, vi } from 'vitest'
import { phrases } from '../../src/index.ts'
import { CORPUS, temporaryFolder } from '../adapters/programs.ts'
import { answer, ask, highlighted, inBrowser, isInSight, type Site, serveSite, visit } from './browser.ts'

const { reader } = phrases('ar')
const STUDY = 'collective-security-study'
const QUOTE = 'تعتمد الدراسة المنهج الوصفي التحليلي، وتزاوج بين الجانب النظري والجانب العملي'

const GUIDE = `---
title: دليل البستان
author: أحمد
---

# دليل البستان

## الغرس

يُغرس الزيتون في الخريف بعد أول مطر، ويُسقى مرتين في الأسبوع حتى يشتد عوده[^1]. ولا يُقلَّم في سنته الأولى.

قَالَ مُحَمَّدٌ إن الأُمَّة لا تأكل مما لا تزرع، وإن الإِيمان بالأرض أول الزرع.

## الجني

${'يُجنى الزيتون باليد ثم يُنقل إلى المعصرة في اليوم نفسه، فلا يفسد ولا يحمض.\n\n'.repeat(30)}
يُعصر الزيتون على البارد مرة واحدة، ثم يُترك الزيت شهرا في مكان مظلم قبل أن يؤكل.

[^1]: عن كتاب الفلاحة، الباب الثاني.
`
const PRIVATE = `---
title: سر البئر
visibility: chat
---

حُفرت البئر القديمة سنة 1912 على عمق أربعين مترا تحت صخرة النسر.
`

inBrowser('a link to a place', () => {
  let site: Site
  beforeAll(async () => {
    site = await serveSite()
  })

  test('after the # alone is completed, and its words are marked and in sight', async () => {
    const { page } = await visit(site)
    const { start, end } = placeOf(QUOTE)
    await page.goto(`/read/${STUDY}#s=${start}-${end}`)
    await page.locator('mark.quoted').first().waitFor()
    expect(await highlighted(page)).toBe(QUOTE)
    expect(await isInSight(page.locator('mark.quoted').first())).toBe(true)
    const url = new URL(page.url())
    expect([url.search, url.hash]).toEqual([`?s=${start}-${end}`, `#s=${start}-${end}`])
    // The address was completed, and is one step of the way: back leads out of the reader.
    await page.goBack()
    expect(page.url()).toBe('about:blank')
  })

  test('may follow another in the same document', async () => {
    const { page } = await visit(site)
    const [first, second] = [placeOf(QUOTE), placeOf('تعتمد الدراسة المنهج الوصفي')]
    await page.goto(`/read/${STUDY}?s=${first.start}-${first.end}#s=${first.start}-${first.end}`)
    expect(await highlighted(page)).toBe(QUOTE)
    await page.evaluate(`location.hash = 's=${second.start}-${second.end}'`)
    await expect.poll(() => highlighted(page)).toBe('تعتمد الدراسة المنهج الوصفي')
  })

  test('that is none says so', async () => {
    const { page } = await visit(site)
    await page.goto(`/read/${STUDY}?s=99999998-99999999`)
    expect(await page.getByRole('status').first().textContent()).toBe(reader.unknown)
    expect(await page.locator('mark.quoted').count()).toBe(0)
  })

  test('leads on to the other quotations of the same answer, and back', async () => {
    const { page } = await visit(site)
    await page.goto('/')
    await ask(page, 'ما دور المغرب في مكافحة الإرهاب؟')
    const quotes = await answer(page).locator('blockquote').allTextContents()
    expect(quotes).toHaveLength(3)
    await answer(page).locator('.citations a').first().click()
    for (const [at, quote] of quotes.entries()) {
      if (at > 0) await page.getByRole('link', { name: reader.next }).click()
      await page.getByText(reader.citation(at + 1, 3)).waitFor()
      expect(await highlighted(page)).toBe(quote)
      expect(await isInSight(page.locator('mark.quoted').first())).toBe(true)
    }
    expect(await page.getByRole('link', { name: reader.next }).count()).toBe(0)
    await page.getByRole('link', { name: reader.previous }).click()
    await page.getByText(reader.citation(2, 3)).waitFor()
    expect(await highlighted(page)).toBe(quotes[1])
  })
})

inBrowser('a document that has changed since it was quoted', () => {
  let folder: string
  let site: Site
  let link: string
  let quote: string
  beforeAll(async () => {
    folder = temporaryFolder()
    writeFileSync(join(folder, 'guide.md'), GUIDE)
    site = await serveSite({ CORPUS_DIR: folder })
  })

  test('is asked about first', async () => {
    const { page } = await visit(site)
    await page.goto('/')
    await ask(page, 'أين يترك الزيت بعد العصر على البارد؟')
    quote = (await answer(page).locator('blockquote').first().textContent()) ?? ''
    expect(quote).toContain('في مكان مظلم')
    link = (await answer(page).locator('.citations a').first().getAttribute('href')) ?? ''
    await page.goto(link)
    expect(await highlighted(page)).toBe(quote)
    expect(await page.locator('.state').count()).toBe(0)
  })

  test('elsewhere: it says so, and the same words are marked where they stand now', async () => {
    await rewrite(GUIDE.replace('## الجني', 'فقرة جديدة لم تكن هنا من قبل.\n\n## الجني'))
    const { page } = await visit(site)
    await page.goto(link)
    expect(await page.locator('.state').textContent()).toBe(reader.moved)
    expect(await highlighted(page)).toBe(quote)
    expect(await isInSight(page.locator('mark.quoted').first())).toBe(true)
  })

  test('in its words: it says so, and marks the nearest, which cannot be copied as a quotation', async () => {
    await rewrite(GUIDE.replace('شهرا في مكان مظلم', 'شهرين في مكان بارد'))
    const { page } = await visit(site)
    await page.goto(link)
    expect(await page.locator('.state').textContent()).toBe(reader.changed)
    expect(await highlighted(page)).toContain('شهرين في مكان بارد')
    expect(await page.getByRole('button', { name: reader.copy }).count()).toBe(0)
  })

  test('so much that they are gone: it says so, and marks nothing', async () => {
    await rewrite('# دليل البستان\n\nلم يبق من هذا الدليل سوى سطر واحد عن النخيل والتمر في الواحات.\n')
    const { page } = await visit(site)
    await page.goto(link)
    expect(await page.locator('.state').textContent()).toBe(reader.gone)
    expect(await page.locator('mark.quoted').count()).toBe(0)
  })

  async function rewrite(text: string): Promise<void> {
    const loaded = (): number => site.program.output().split('corpus: loaded').length
    const before = loaded()
    writeFileSync(join(folder, 'guide.md'), text)
    await vi.waitFor(() => expect(loaded()).toBeGreaterThan(before), { timeout: 15_000, interval: 50 })
  }
})

inBrowser('the reader', () => {
  let site: Site
  beforeAll(async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'guide.md'), GUIDE)
    writeFileSync(join(folder, 'private.md'), PRIVATE)
    site = await serveSite({ CORPUS_DIR: folder })
  })

  test.for([
    ['محمد', 'مُحَمَّدٌ'],
    ['مُحَمَّد', 'مُحَمَّدٌ'],
    ['الامه', 'الأُمَّة'],
    ['الايمان', 'الإِيمان'],
    ['لا تأكل مما', 'لا تأكل مما'],
  ] as const)('finds %s', async ([query, written]) => {
    const page = await read()
    await page.getByRole('searchbox').fill(query)
    await page.getByRole('searchbox').press('Enter')
    await page.locator('.text mark.hit').first().waitFor()
    expect(await page.locator('.text mark.hit').allTextContents()).toEqual([written])
    expect(await page.getByRole('searchbox').inputValue()).toBe(query)
    await page.locator('.found ol a').first().click()
    await expect.poll(() => isInSight(page.locator('.text mark.hit').first())).toBe(true)
    await page.getByRole('link', { name: reader.clear }).click()
    await page.waitForURL('**/read/guide')
    expect(await page.locator('mark').count()).toBe(0)
  })

  test('says where nothing is found', async () => {
    const page = await read('?q=قطار')
    expect(await page.locator('.found').textContent()).toContain(reader.nowhere)
  })

  test('leads from the contents to each part', async () => {
    const page = await read()
    await page.locator('.contents summary').click()
    const links = page.locator('.contents a')
    expect((await links.allTextContents()).map((name) => name.trim())).toEqual(
      expect.arrayContaining(['الغرس', 'الجني']),
    )
    await links.filter({ hasText: 'الجني' }).click()
    const heading = page.locator('.text .heading').filter({ hasText: 'الجني' })
    await expect.poll(() => isInSight(heading)).toBe(true)
  })

  test('leads to a note and back', async () => {
    const page = await read()
    const mark = page.locator('.text a.mark')
    await mark.click()
    const note = page.locator('.text .note')
    expect(await note.textContent()).toContain('كتاب الفلاحة')
    await expect.poll(() => isInSight(note)).toBe(true)
    await note.getByRole('link', { name: reader.back }).click()
    await expect.poll(() => isInSight(mark)).toBe(true)
    expect(new URL(page.url()).hash).toBe(`#${await mark.getAttribute('id')}`)
  })

  test('copies a quotation with its source and its link', async () => {
    const page = await cited()
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    const quote = await highlighted(page)
    await page.getByRole('button', { name: reader.copy }).click()
    await page.locator('#copied').getByText(reader.copied).waitFor()
    const copied = await page.evaluate<string>('navigator.clipboard.readText()')
    const [first, source, link] = copied.split('\n')
    expect(first).toBe(`«${quote}»`)
    expect(source).toContain('دليل البستان')
    expect(source).toContain('أحمد')
    await page.goto(link ?? '')
    expect(await highlighted(page)).toBe(quote)
  })

  test('selects what is to be copied where there is no clipboard', async () => {
    const page = await cited("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    const quote = await highlighted(page)
    await page.getByRole('button', { name: reader.copy }).click()
    await page.locator('#quotation').waitFor()
    expect(await page.evaluate('document.activeElement.id')).toBe('quotation')
    const selected = await page.evaluate<string>(
      '(({ value, selectionStart, selectionEnd }) => value.slice(selectionStart, selectionEnd))(document.activeElement)',
    )
    expect(selected.split('\n')[0]).toBe(`«${quote}»`)
  })

  test('has the quotation to be copied by hand where there is no script', async () => {
    const { page } = await visit(site, { javaScriptEnabled: false })
    await page.goto(await linkOf(site))
    expect(await page.getByRole('button', { name: reader.copy }).count()).toBe(0)
    await page.getByText(reader.quotation).click()
    expect(await page.locator('#quotation').inputValue()).toContain(`«${await highlighted(page)}»`)
  })

  test('prints the document without what is for the screen', async () => {
    const page = await cited()
    await page.emulateMedia({ media: 'print' })
    for (const name of ['body > header', '.tools', '.contents'])
      expect(await page.locator(name).first().isVisible()).toBe(false)
    expect(await page.locator('.card h1').isVisible()).toBe(true)
    expect(await page.locator('mark.quoted').first().isVisible()).toBe(true)
    const mark = await page.evaluate<string>(
      "getComputedStyle(document.querySelector('mark.quoted')).textDecorationLine",
    )
    expect(mark).toBe('underline')
  })

  test('keeps what is for chats alone from the web: in no answer, in no list, on no page', async () => {
    const { page, problems } = await visit(site)
    await page.goto('/')
    await ask(page, 'على أي عمق حفرت البئر القديمة تحت صخرة النسر؟')
    await ask(page, '/sources')
    expect(await page.locator('#messages').textContent()).not.toMatch(/1912|سر البئر/)
    const response = await page.goto('/read/private?s=0-20&q=البئر')
    expect(response?.status()).toBe(404)
    expect(await page.locator('body').textContent()).not.toContain('1912')
    const other = await page.goto('/read/nothing-like-it')
    expect(other?.status()).toBe(404)
    await page.goto('/read')
    expect(await page.locator('main').textContent()).not.toContain('سر البئر')
    expect(problems.splice(0).filter((problem) => !problem.includes('404'))).toEqual([])
  })

  async function read(query = ''): Promise<Page> {
    const { page } = await visit(site)
    await page.goto(`/read/guide${query}`)
    return page
  }

  /** The reader with a quotation that was followed from an answer. */
  async function cited(script = ''): Promise<Page> {
    const { page } = await visit(site)
    await page.context().addInitScript({ content: script })
    await page.goto(await linkOf(site))
    await page.locator('mark.quoted').first().waitFor()
    return page
  }
})

async function linkOf(site: Site): Promise<string> {
  const { page } = await visit(site)
  await page.goto('/')
  await ask(page, 'أين يترك الزيت بعد العصر على البارد؟')
  return (await answer(page).locator('.citations a').first().getAttribute('href')) ?? ''
}

/** Where words stand in the study's text, which begins behind its front matter. */
function placeOf(words: string): { readonly start: number; readonly end: number } {
  const file = readFileSync(join(CORPUS, `${STUDY}.md`), 'utf8')
  const text = file.slice(file.indexOf('\n---\n') + 5)
  const start = text.indexOf(words)
  return { start, end: start + words.length }
}
