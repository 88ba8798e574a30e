/** The chat as a page: the conversation so far, a field to ask in, and what can be asked. Works without any script. Pure. */
import { type Language, type Phrases, phrases } from '../../src/index.ts'
import { type Html, html } from './html.ts'
import { renderMessage, renderNotice } from './render.ts'
import type { Message } from './transcripts.ts'

export interface ChatPage {
  readonly language: Language
  readonly messages: readonly Message[]
  /** Questions that the documents answer. */
  readonly examples: readonly string[]
  /** Whoever opens the page may do what moderators do. */
  readonly moderated: boolean
  /** Names the next message, so that a form sent twice is one message. */
  readonly next: string
  readonly notice?: string
}

/** What everybody can do, and what moderators can. */
const COMMANDS = ['sources', 'help', 'mydata', 'forgetme'] as const
const MODERATORS = ['digest', 'gaps', 'stats', 'corpus', 'settings'] as const
/** What a menu for everybody adds. */
const FOR_MODERATORS = /\s*\([^()]*\)$/u
/** What a file may be, by its name. */
const FILES = '.md,.markdown,.txt,.html,.htm'

export function renderChat({ language, messages, examples, moderated, next, notice }: ChatPage): Html {
  const say = phrases(language)
  const { page } = say
  const revision = messages.reduce((latest, message) => Math.max(latest, message.revision), 0)
  return html`<div class="chat">
<h1 class="unseen">${page.name}</h1>
<section class="intro"${messages.length > 0 ? ' hidden' : ''}>
<p class="title">${page.name}</p>
<p class="promise">${page.promise}</p>
${examples.length === 0 ? html`<p>${page.noDocuments}</p>` : html`<h2>${page.examples}</h2><div class="examples">${examples.map((example) => html`<button form="say" name="example" value="${example}" dir="auto" formnovalidate>${example}</button>`)}</div>`}
</section>
<div id="messages" role="log" aria-label="${page.conversation}" aria-live="polite" aria-relevant="additions text" data-revision="${revision}">
${messages.map((message) => renderMessage(message, language))}</div>
<div id="notice" role="status">${notice === undefined ? '' : renderNotice(notice)}</div>
<form id="press" method="post" action="/press"></form>
<form id="say" method="post" action="/ask"${moderated ? html` enctype="multipart/form-data"` : ''} data-sending="${page.sending}" data-failed="${page.failed}">
<input type="hidden" name="id" value="${next}">
<label for="text">${page.question}</label>
<div class="field"><textarea id="text" name="text" rows="1" maxlength="4096" dir="auto" autocomplete="off" enterkeyhint="send" placeholder="${page.placeholder}"${messages.length === 0 ? ' autofocus' : ''}></textarea>
<button class="send">${page.send}</button></div>
</form>
<nav class="commands" aria-label="${page.commands}">${COMMANDS.map((name) => command(name, say.menu[name]))}</nav>
${moderated ? moderators(say) : ''}
</div>`
}

/** What a trial offers: everything that moderators have in their group. */
function moderators({ page, menu }: Phrases): Html {
  return html`<section class="moderators"><h2>${page.moderators}</h2><p>${page.demo}</p>
<nav class="commands" aria-label="${page.moderators}">${MODERATORS.map((name) => html`<p>${command(name, menu[name])} ${menu[name].replace(FOR_MODERATORS, '')}</p>`)}</nav>
<div class="file"><label for="file">${page.attach}</label><input form="say" id="file" type="file" name="file" accept="${FILES}"><button form="say">${page.send}</button></div></section>`
}

const command = (name: string, what: string): Html =>
  html`<button form="say" name="example" value="/${name}" title="${what}" formnovalidate><bdi dir="ltr">/${name}</bdi></button> `
