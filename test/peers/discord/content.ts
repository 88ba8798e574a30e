/**
 * What Discord checks of a message beyond the shape of its body:
 * - content at most 2000, embeds at most 6000 characters in all, none of them empty, links of http(s) only;
 * - not empty; well-formed text;
 * - flags that may be set there; with the flag of Components V2 neither content nor embeds.
 */
import { componentProblems, textDisplays } from './components.ts'
import { broken, invalidForm, type Problem, problem } from './errors.ts'
import { mentionProblems } from './mentions.ts'
import type { Payload } from './types.ts'

export const FLAGS = {
  SUPPRESS_EMBEDS: 4,
  EPHEMERAL: 64,
  LOADING: 128,
  SUPPRESS_NOTIFICATIONS: 4096,
  COMPONENTS_V2: 32_768,
} as const

const { SUPPRESS_EMBEDS, EPHEMERAL, SUPPRESS_NOTIFICATIONS, COMPONENTS_V2 } = FLAGS

/** Where a message comes from decides which flags it may carry. */
const SETTABLE = {
  channel: SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | COMPONENTS_V2,
  interaction: SUPPRESS_EMBEDS | EPHEMERAL | SUPPRESS_NOTIFICATIONS | COMPONENTS_V2,
  edit: SUPPRESS_EMBEDS | COMPONENTS_V2,
} as const

export type Door = 'channel' | 'interaction' | 'edit'

export interface Draft {
  readonly content: string
  readonly embeds: readonly Payload[]
  readonly components: readonly Payload[]
  readonly flags: number
  readonly attachments?: readonly Payload[]
}

/** The message as it will be: the given fields over the present ones. Throws what Discord would answer. */
export function checkedDraft(body: Payload, door: Door, present?: Draft, at: Problem['path'] = []): Draft {
  const draft: Draft = {
    content: 'content' in body ? (body['content'] ?? '').trim() : (present?.content ?? ''),
    embeds: 'embeds' in body ? (body['embeds'] ?? []) : (present?.embeds ?? []),
    components: 'components' in body ? (body['components'] ?? []) : (present?.components ?? []),
    flags: (body['flags'] ?? 0) | ((present?.flags ?? 0) & (typeof body['flags'] === 'number' ? COMPONENTS_V2 : -1)),
  }
  const v2 = (draft.flags & COMPONENTS_V2) !== 0
  const problems = [
    ...textProblems(body, draft),
    ...embedProblems(body['embeds'] ?? []),
    ...flagProblems(body, door, present),
    ...(v2 ? v2Problems(draft) : []),
    ...componentProblems(body['components'] ?? [], v2),
    ...mentionProblems(body['allowed_mentions']),
  ].map((one) => ({ ...one, path: [...at, ...one.path] }))
  if (problems.length > 0) throw invalidForm(problems)
  const empty = draft.content === '' && draft.embeds.length === 0 && draft.components.length === 0
  if (empty && !body['attachments']?.length && !body['poll'] && !body['sticker_ids']?.length) {
    throw broken(400, 50006, 'Cannot send an empty message')
  }
  return draft
}

/** All that is to be read in a message. */
export function visibleText({ content, embeds, components }: Omit<Draft, 'flags'>): string {
  const parts = embeds.flatMap(({ author, title, description, fields, footer }) => [
    author?.name,
    title,
    description,
    ...(fields ?? []).flatMap(({ name, value }: Payload) => [name, value]),
    footer?.text,
  ])
  return [content, ...parts, ...textDisplays(components)].filter(Boolean).join('\n')
}

/** What can ping: content and text displays. */
/** Links that Discord would show a preview of. */

export const textOf = ({ content, components }: Draft): string => [content, ...textDisplays(components)].join('\n')
export const unfurled = (text: string): string[] => text.match(/(?<![<\w])https?:\/\/[^\s<>)\]]+(?!>)/g) ?? []

function textProblems(body: Payload, { content }: Draft): Problem[] {
  const long =
    content.length > 2000 ? [problem(['content'], 'BASE_TYPE_MAX_LENGTH', 'Must be 2000 or fewer in length.')] : []
  const broken = illFormed(body)
  return [...long, ...broken.map((path) => problem(path, 'PEER_ILL_FORMED', 'Half of a surrogate pair.'))]
}

export function illFormed(value: unknown, path: Problem['path'] = []): Problem['path'][] {
  if (typeof value === 'string') return value.isWellFormed() ? [] : [path]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]) =>
    illFormed(item, [...path, Array.isArray(value) ? Number(key) : key]),
  )
}

const required = (path: Problem['path']): Problem => problem(path, 'BASE_TYPE_REQUIRED', 'This field is required')

function embedProblems(embeds: readonly Payload[]): Problem[] {
  const problems = embeds.flatMap((embed, i) => {
    const at = ['embeds', i]
    const { title, description, fields = [], footer, author, image, thumbnail, url } = embed
    const found: Problem[] = []
    if (![title, description, author?.name, footer?.text, image?.url, thumbnail?.url, fields?.length].some(Boolean)) {
      found.push(required([...at, 'description']))
    }
    for (const [j, field] of (fields ?? []).entries()) {
      for (const key of ['name', 'value']) {
        if (field[key].trim() === '') found.push(required([...at, 'fields', j, key]))
      }
    }
    if (footer && !footer.text?.trim()) found.push(required([...at, 'footer', 'text']))
    if (author && !author.name?.trim()) found.push(required([...at, 'author', 'name']))
    const links: readonly (readonly [Problem['path'], unknown])[] = [
      [[...at, 'url'], url],
      [[...at, 'author', 'url'], author?.url],
      [[...at, 'image', 'url'], image?.url],
      [[...at, 'thumbnail', 'url'], thumbnail?.url],
    ]
    for (const [path, link] of links) {
      if (typeof link === 'string' && !/^(https?|attachment):/i.test(link)) {
        const scheme = link.replace(/:.*$/s, '')
        found.push(
          problem(
            path,
            'URL_TYPE_INVALID_SCHEME',
            `Scheme "${scheme}" is not supported. Scheme must be one of ('http', 'https').`,
          ),
        )
      }
    }
    return found
  })
  if (embedSize(embeds) > 6000) {
    problems.push(problem(['embeds'], 'MAX_EMBED_SIZE_EXCEEDED', 'Embed size exceeds maximum size of 6000'))
  }
  return problems
}

function embedSize(embeds: readonly Payload[]): number {
  return embeds.reduce<number>((sum, { title, description, fields, footer, author }) => {
    const texts = [title, description, footer?.text, author?.name]
    for (const { name, value } of fields ?? []) texts.push(name, value)
    return sum + texts.reduce<number>((length, text) => length + (text?.length ?? 0), 0)
  }, 0)
}

function flagProblems(body: Payload, door: Door, present: Draft | undefined): Problem[] {
  const flags = body['flags'] ?? 0
  // An edit repeats what is set already.
  const wrong = flags & ~(SETTABLE[door] | (door === 'edit' ? (present?.flags ?? 0) : 0))
  if (wrong === 0) return []
  return [problem(['flags'], 'PEER_FLAGS', `${wrong} cannot be set here.`)]
}

function v2Problems({ content, embeds, components }: Draft): Problem[] {
  const code = 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2'
  const found: Problem[] = []
  if (content !== '') {
    found.push(
      problem(['content'], code, "The 'content' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"),
    )
  }
  if (embeds.length > 0) {
    found.push(problem(['embeds'], code, "The 'embeds' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"))
  }
  const length = textDisplays(components).reduce((sum, text) => sum + text.length, 0)
  if (length > 4000) {
    found.push(
      problem(
        ['components'],
        'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
        'Displayable text size exceeds maximum size of 4000',
      ),
    )
  }
  return found
}
