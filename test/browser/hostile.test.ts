/** Questions, documents, names and titles that try to be more than text: nothing runs, nothing is markup, and all of it is there to be read. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { withoutControls } from '../../src/index.ts'
import { temporaryFolder } from '../adapters/programs.ts'
import { HOSTILE } from '../contract/corpus.ts'
import { answer, ask, highlighted, inBrowser, type Site, send, serveSite, visit } from './browser.ts'

const MARKUP =
  '</textarea></script><script>document.title="hacked"</script><img src=x onerror="document.title=\'hacked\'"><svg onload=alert(1)><a href="javascript:alert(1)">اضغط</a>{{7*7}} &lt;b&gt; \u202Eمقلوب\u202C \u2066معزول'
const TITLE = `عنوان "خطير" <img src=x onerror=alert(1)> </title><script>alert(1)</script> \u202Eeltit`
/** A name that would be something else in a path, in a query, in markup and on a screen. */
const NAME = `غريب 100% #1 ?s=1-2 &amp; 'مفرد' "مزدوج" <b>`
const SENTENCE = `تحكي القافلة الحمراء عن رحلة الملح: ${MARKUP} ثم عادت القافلة الحمراء إلى تافيلالت قبل الشتاء.`
const QUESTION = 'إلى أين عادت القافلة الحمراء قبل الشتاء؟'

inBrowser('hostile text', () => {
  let site: Site
  beforeAll(async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'مجلد فرعي'))
    const name = join(folder, 'مجلد فرعي', NAME)
    writeFileSync(`${name}.txt`, `رحلة الملح\n\nالقافلة\n\n${SENTENCE}\n`)
    const metadata = { title: TITLE, author: MARKUP, publisher: '<i>ناشر</i>', url: 'javascript:alert(1)' }
    writeFileSync(
      `${name}.meta.yaml`,
      Object.entries(metadata)
        .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
        .join(''),
    )
    writeFileSync(
      join(folder, 'hostile.txt'),
      `نص خطير\n\nالتجربة\n\n${HOSTILE} ولا يغير ذلك شيئا مما ينقله الروبوت إلى القارئ.\n`,
    )
    writeFileSync(
      join(folder, 'page.html'),
      `<title>صفحة</title><base href="https://evil.example/"><h1>صفحة السوق</h1><p>يفتح سوق الأحد الكبير أبوابه فجرا.</p><script>document.title='hacked'</script><p onclick="alert(1)" style="position:fixed">يغلق سوق الأحد الكبير عند الظهر <img src="https://evil.example/x.png" onerror="alert(1)"><iframe src="https://evil.example/"></iframe>كل يوم.</p>`,
    )
    site = await serveSite({ CORPUS_DIR: folder })
  })

  test.for([true, false])('of a question is shown as it was written (script: %s)', async (javaScriptEnabled) => {
    const { page } = await visit(site, { javaScriptEnabled })
    await page.goto('/')
    for (const question of [MARKUP, HOSTILE]) {
      await (javaScriptEnabled ? ask : send)(page, question)
      expect(shown(await page.locator('.message.person .words').last().textContent())).toBe(shown(question))
    }
    await (javaScriptEnabled ? ask : send)(page, `/summary ${MARKUP}`)
    await (javaScriptEnabled ? ask : send)(page, `/verify «${MARKUP}»`)
    await isInert(page, javaScriptEnabled)
  })

  test('of a document is quoted word for word, in the chat and in the reader', async () => {
    const { page } = await visit(site)
    await page.goto('/')
    await ask(page, QUESTION)
    const quote = await answer(page).locator('blockquote').first().textContent()
    expect(quote).toContain('عادت القافلة الحمراء إلى تافيلالت')
    const citation = await answer(page).locator('.citations').first().textContent()
    expect(citation).toContain('عنوان "خطير" <img src=x onerror=alert(1)> </title><script>alert(1)</script>')
    await isInert(page)

    await answer(page).locator('.citations a').first().click()
    await page.locator('mark.quoted').first().waitFor()
    expect(await highlighted(page)).toBe(quote)
    expect(await page.locator('.text').textContent()).toContain(withoutControls(SENTENCE))
    expect(await page.locator('h1').textContent()).toBe(withoutControls(TITLE))
    expect(await page.title()).toContain('<img src=x onerror=alert(1)>')
    expect(await page.locator('.facts').textContent()).toContain('<i>ناشر</i>')
    await isInert(page)
  })

  test('of a name leads to its document and to no other', async () => {
    const { page } = await visit(site)
    await page.goto('/read')
    const links = await page
      .locator('.documents a')
      .evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''))
    const link = links.find((one) => one.includes('%25')) ?? ''
    expect(decodeURIComponent(link)).toBe(`/read/مجلد فرعي/${NAME}`)
    await page.locator(`.documents a[href="${link}"]`).click()
    expect(await page.locator('.text').textContent()).toContain('تافيلالت')
    await page.getByRole('searchbox').fill('القافلة الحمراء')
    await page.getByRole('searchbox').press('Enter')
    await page.locator('.text mark.hit').first().waitFor()
    expect(await page.locator('.text mark.hit').count()).toBe(2)
    await isInert(page)
  })

  test('of a page that somebody saved is its words alone', async () => {
    const { page } = await visit(site)
    await page.goto('/')
    await ask(page, 'سوق الأحد الكبير عند الظهر كل يوم')
    expect(await answer(page).locator('blockquote').first().textContent()).toContain('عند الظهر')
    await answer(page).locator('.citations a').first().click()
    await page.locator('mark.quoted').first().waitFor()
    expect(await page.locator('.text').textContent()).not.toContain('hacked')
    await isInert(page)
  })

  test.for([
    `?q=${encodeURIComponent(MARKUP)}`,
    `?s=${encodeURIComponent('1-2"><script>alert(1)</script>')}#s=1-2"><img src=x onerror=alert(1)>`,
    `?w=${encodeURIComponent('<script>')}&a=${encodeURIComponent('x"><img src=x onerror=alert(1)>.1-2')}&lang=${encodeURIComponent('"><script>')}`,
    '#s=javascript:alert(1)',
  ])('of a link does nothing: %s', async (rest) => {
    const { page } = await visit(site)
    await page.goto(`/read/hostile${rest}`)
    await page.locator('.text').waitFor()
    await isInert(page)
  })

  test('that became markup after all would run nothing and fetch nothing', async () => {
    const { page, problems } = await visit(site)
    await page.goto('/')
    for (const markup of [
      '<img src="https://evil.example/x.png">',
      '<img src="data:," onerror="document.title=1">',
      '<b style="color:red">',
    ])
      await page.evaluate(`document.querySelector('main').insertAdjacentHTML('beforeend', ${JSON.stringify(markup)})`)
    await page.evaluate(
      "document.head.append(Object.assign(document.createElement('script'), { text: 'document.title = 1' }))",
    )
    const directives = ['img-src', 'script-src', 'style-src']
    const refused = (): string[] =>
      directives.filter((name) => problems.some((one) => one.startsWith(`policy ${name}`)))
    await expect.poll(refused).toEqual(directives)
    expect(await page.title()).not.toBe('1')
    expect(problems.splice(0).filter((one) => !/policy|evil\.example/i.test(one))).toEqual([])
  })

  test('of a file and of its name is read out as it is', async () => {
    const { page } = await visit(site)
    await page.goto('/')
    await page.locator('#file').setInputFiles({
      name: '"><img src=x onerror=alert(1)>.md',
      mimeType: 'text/markdown',
      buffer: Buffer.from(`# ${MARKUP}\n\n${SENTENCE} <script>alert(1)</script>\n`),
    })
    await page.locator('.file button').click()
    await answer(page).waitFor()
    expect(await page.locator('.message.person').textContent()).toContain('"><img src=x onerror=alert(1)>.md')
    await isInert(page)
  })
})

/** No script of another ran, and nothing but our own elements are there. */
async function isInert(page: Page, scripts = true): Promise<void> {
  if (scripts) expect(await page.evaluate('document.title')).not.toBe('hacked')
  expect(
    await page.locator('main :is(script, iframe, svg, object, embed, base, style, link, meta, b, i)').count(),
  ).toBe(0)
  expect(await page.locator('main img:not(.chart)').count()).toBe(0)
  expect(await page.locator('script').count()).toBe(1)
  expect(
    await page
      .locator('[onerror], [onload], [onclick], [style], [href^="javascript" i], [src^="javascript" i]')
      .count(),
  ).toBe(0)
  const links = await page.locator('main a').evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''))
  expect(links.filter((link) => !/^(?:\/|#)/.test(link))).toEqual([])
}

/** Text without its white space: lines are paragraphs. */
const shown = (text: string | null): string => withoutControls(text ?? '').replace(/\s+/gu, '')
