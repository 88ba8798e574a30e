/** What moderators may choose for a conversation: the interface's language, and which documents may be quoted. */
import type { Change } from '../command.ts'
import type { Document } from '../corpus/document.ts'
import { phrases } from '../interface/index.ts'
import { actions, type Block, open, type Reply } from '../reply.ts'
import type { ChatSettings, Store } from '../store.ts'
import { withoutControls } from '../text/bidi.ts'
import { LANGUAGES } from '../text/language.ts'
import { notice, refusal, type Scope, text } from './scope.ts'

/** Documents on a page of the list. */
const PAGE = 8
const LONGEST_LABEL = 48

/** Shows or changes the settings. The right to is asked for each time, also where a button was pressed. */
export async function settings(change: Change | undefined, scope: Scope): Promise<Reply> {
  const { say, store } = scope
  const refused = await refusal(scope)
  if (refused !== undefined || store === undefined) return refused ?? text(say.notHere)
  const documents = choosable(scope)
  if (change === undefined) return overview(scope)
  switch (change.what) {
    case 'page':
      return list(change.page, scope)
    case 'language': {
      const { language: _, ...others } = scope.settings
      const next = change.language === undefined ? others : { ...others, language: change.language }
      return overview(await changed(next, store, { ...scope, say: phrases(change.language ?? say.language) }))
    }
    case 'every source': {
      const { sources: _, ...others } = scope.settings
      return list(1, await changed(others, store, scope))
    }
    case 'source': {
      // Its document is gone; what was chosen stays as it is.
      if (!documents.some(({ id }) => id === change.document)) return list(change.page, scope)
      const now = scope.settings.sources ?? documents.map(({ id }) => id)
      const sources = documents
        .map(({ id }) => id)
        .filter((id) => (id === change.document ? change.allowed : now.includes(id)))
      if (sources.length === 0) return notice(say.oneSourceAtLeast)
      return list(change.page, await changed({ ...scope.settings, sources }, store, scope))
    }
  }
}

/** What moderators added themselves is allowed as long as it is there. */
const choosable = ({ documents }: Scope): readonly Document[] => documents.filter(({ owner }) => owner === undefined)

async function changed(settings: ChatSettings, store: Store, scope: Scope): Promise<Scope> {
  await store.chats.change(scope.incoming.address, settings, scope.incoming.from)
  return { ...scope, settings }
}

function overview(scope: Scope): Reply {
  const {
    settings: { language, sources },
    say,
  } = scope
  const documents = choosable(scope)
  const chosen = language === undefined ? say.automatic : phrases(language).name
  const count = documents.filter(({ id }) => sources?.includes(id) ?? true).length
  const lines = [
    say.settings,
    `${say.language_}: ${chosen}`,
    `${say.allowedSources}: ${sources === undefined ? say.all : `${count} / ${documents.length}`}`,
  ]
  const tick = (on: boolean, label: string): string => (on ? `✓ ${label}` : label)
  return [
    ...text(lines.join('\n')),
    {
      type: 'actions',
      actions: [
        ...LANGUAGES.map((code) => open(tick(code === language, phrases(code).name), `/settings language ${code}`)),
        open(tick(language === undefined, say.automatic), '/settings language auto'),
      ],
    },
    { type: 'actions', actions: [open(say.allowedSources, '/settings sources')] },
  ]
}

function list(page: number, scope: Scope): Reply {
  const {
    settings: { sources },
    say,
  } = scope
  const documents = choosable(scope)
  const pages = Math.max(1, Math.ceil(documents.length / PAGE))
  const here = Math.min(Math.max(1, page), pages)
  const row = ({ id, title }: Document): Block => {
    const on = sources?.includes(id) ?? true
    return actions(
      open(
        `${on ? '✓' : '✗'} ${shortened(withoutControls(title))}`,
        `/settings source ${here} ${on ? 'off' : 'on'} ${id}`,
      ),
    )
  }
  const turns = [
    ...(here > 1 ? [open(say.previousPage, `/settings sources ${here - 1}`)] : []),
    ...(here < pages ? [open(say.nextPage, `/settings sources ${here + 1}`)] : []),
  ]
  return [
    ...text(say.chooseSources),
    ...documents.slice((here - 1) * PAGE, here * PAGE).map(row),
    ...(turns.length > 0 ? [actions(...turns)] : []),
    actions(
      open(say.settings, '/settings'),
      ...(sources === undefined ? [] : [open(say.all, '/settings sources all')]),
    ),
  ]
}

function shortened(title: string): string {
  if (title.length <= LONGEST_LABEL) return title
  const cut = title.slice(0, title.lastIndexOf(' ', LONGEST_LABEL) + 1 || LONGEST_LABEL)
  return `${cut.trim().toWellFormed()}…`
}
