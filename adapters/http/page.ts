/** What every page has: its head, the way to the others, and its foot. */
import { type Language, phrases } from '../../src/index.ts'
import type { Assets } from './assets.ts'
import { type Html, html } from './html.ts'

export interface Page {
  readonly title: string
  readonly language: Language
  /** The page's own path with its query, for the choice of a language. */
  readonly here: string
  readonly script?: string
  readonly main: Html
}

const LANGUAGES: readonly Language[] = ['ar', 'fr', 'en']
/** On a phone. */
const SHORT: Readonly<Record<Language, string>> = { ar: 'ع', fr: 'FR', en: 'EN' }

export function renderPage({ title, language, here, script, main }: Page, assets: Assets): Html {
  const say = phrases(language)
  return html`<!doctype html>
<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
${assets.fonts.map((font) => html`<link rel="preload" href="${font}" as="font" type="font/woff2" crossorigin>`)}
<link rel="stylesheet" href="${assets.style}">
<link rel="icon" href="${assets.icon}" type="image/svg+xml">
${script === undefined ? '' : html`<script src="${script}" defer></script>`}
</head>
<body>
<a class="skip" href="#main">${say.page.skip}</a>
<header>
<a class="home" href="/"><img src="${assets.icon}" alt="" width="32" height="32"><span>${say.page.name}</span></a>
<nav aria-label="${say.page.documents}"><a href="/">${say.page.chat}</a> <a href="/read">${say.page.documents}</a></nav>
<nav class="languages" aria-label="${say.page.languages}">${LANGUAGES.map((other) => languageLink(other, other === language, here))}</nav>
</header>
<main id="main">
${main}
</main>
</body>
</html>
`
}

function languageLink(language: Language, isCurrent: boolean, here: string): Html {
  const { name } = phrases(language)
  const [path = '/', query = ''] = here.split('?')
  const parameters = new URLSearchParams(query)
  parameters.set('lang', language)
  return html`<a href="${path}?${parameters.toString()}" lang="${language}" hreflang="${language}"${isCurrent ? html` aria-current="true"` : ''} aria-label="${name}"><span>${name}</span><span aria-hidden="true">${SHORT[language]}</span></a> `
}
