/**
 * What Discord checks of components beyond their shape:
 * - without Components V2 only rows, at most 5, each with buttons (5) or one select;
 * - with it at most 40 components, nested ones counted;
 * - a button calls back or links, never both, and has a label or an emoji;
 * - ids that call back, and numbers of components, are there once.
 */
import { type Problem, problem } from './errors.ts'
import type { Payload } from './types.ts'

export const TYPES = { row: 1, button: 2, select: 3, input: 4, section: 9, text: 10, container: 17, label: 18 } as const
const LINK = 5
const PREMIUM = 6

export interface Placed {
  readonly component: Payload
  readonly path: Problem['path']
}

/** Every component with those within it, in the order they are read. */
export function placed(components: readonly Payload[], at: Problem['path'] = ['components']): Placed[] {
  return components.flatMap((component, i) => {
    const path = [...at, i]
    const single = (name: string): Placed[] => {
      const inner = component[name]
      return inner ? [{ component: inner, path: [...path, name] }] : []
    }
    return [
      { component, path },
      ...placed(component['components'] ?? [], [...path, 'components']),
      ...single('accessory'),
      ...single('component'),
    ]
  })
}

export const textDisplays = (components: readonly Payload[]): string[] =>
  placed(components).flatMap(({ component }) =>
    component['type'] === TYPES.text ? [component['content'] as string] : [],
  )

export function componentProblems(components: readonly Payload[], v2: boolean): Problem[] {
  const all = placed(components)
  const found: Problem[] = []
  if (v2 && all.length > 40) found.push(badLength(['components'], 40))
  if (!v2) {
    if (components.length > 5) found.push(badLength(['components'], 5))
    for (const [i, { type }] of components.entries()) {
      if (type === TYPES.row) continue
      found.push(problem(['components', i, 'type'], 'UNION_TYPE_CHOICES', 'Value of field "type" must be one of (1,).'))
    }
  }
  for (const { component, path } of all) {
    if (component['type'] === TYPES.row) found.push(...rowProblems(component, path))
    if (component['type'] === TYPES.button) found.push(...buttonProblems(component, path))
    if (component['type'] >= 3 && component['type'] <= 8 && component['type'] !== TYPES.input) {
      found.push(...selectProblems(component, path))
    }
  }
  return [...found, ...duplicates(all)]
}

const badLength = (path: Problem['path'], most: number): Problem =>
  problem(path, 'BASE_TYPE_BAD_LENGTH', `Must be between 1 and ${most} in length.`)

function rowProblems({ components = [] }: Payload, path: Problem['path']): Problem[] {
  const buttons = components.filter(({ type }: Payload) => type === TYPES.button).length
  if (buttons === components.length || components.length === 1) return []
  return [
    problem(
      [...path, 'components'],
      'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
      'The specified component exceeds the maximum width',
    ),
  ]
}

function buttonProblems(button: Payload, path: Problem['path']): Problem[] {
  const { style, custom_id, url, label, emoji, sku_id } = button
  const found: Problem[] = []
  if (style === LINK) {
    if (!url) found.push(problem([...path, 'url'], 'BASE_TYPE_REQUIRED', 'A url is required'))
    else if (!/^(https?|discord):/i.test(url)) {
      found.push(
        problem([...path, 'url'], 'URL_TYPE_INVALID_SCHEME', "Scheme must be one of ('http', 'https', 'discord')."),
      )
    }
    if (custom_id)
      found.push(
        problem(
          path,
          'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
          'A custom id and url cannot both be specified',
        ),
      )
  } else if (style === PREMIUM) {
    if (!sku_id) found.push(problem([...path, 'sku_id'], 'BASE_TYPE_REQUIRED', 'A sku id is required'))
    return found
  } else {
    if (!custom_id)
      found.push(problem([...path, 'custom_id'], 'BUTTON_COMPONENT_CUSTOM_ID_REQUIRED', 'A custom id is required'))
    if (url)
      found.push(
        problem(
          path,
          'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
          'A custom id and url cannot both be specified',
        ),
      )
  }
  if (!label && !emoji) found.push(problem(path, 'BUTTON_COMPONENT_INVALID', 'A button must have a label or emoji'))
  return found
}

export function selectProblems(select: Payload, path: Problem['path']): Problem[] {
  const { options, min_values = 1, max_values = 1 } = select
  const found: Problem[] = []
  if (min_values > max_values) {
    found.push(
      problem([...path, 'max_values'], 'SELECT_COMPONENT_MAX_VALUES', 'max_values must be at least min_values'),
    )
  }
  if (!options) return found
  if (max_values > options.length) {
    found.push(problem([...path, 'max_values'], 'SELECT_COMPONENT_MAX_VALUES', 'There are fewer options'))
  }
  const seen = new Set<string>()
  for (const [i, { value }] of options.entries()) {
    if (seen.has(value)) {
      found.push(
        problem(
          [...path, 'options', i, 'value'],
          'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
          'The specified option value is already used',
        ),
      )
    }
    seen.add(value)
  }
  return found
}

export function duplicates(all: readonly Placed[]): Problem[] {
  const seen = new Set<string>()
  return all.flatMap(({ component, path }) =>
    (['custom_id', 'id'] as const).flatMap((name) => {
      const value = component[name]
      // 0 asks for a number of its own.
      if (value === undefined || value === null || value === 0) return []
      const key = `${name} ${value}`
      if (!seen.has(key)) {
        seen.add(key)
        return []
      }
      const [code, what] =
        name === 'id' ? ['COMPONENT_ID_DUPLICATED', 'id'] : ['COMPONENT_CUSTOM_ID_DUPLICATED', 'custom id']
      return [problem([...path, name], code, `Component ${what} cannot be duplicated`)]
    }),
  )
}

/** Components as they are kept: numbered, each on its own. */
export function numbered(components: readonly Payload[]): Payload[] {
  const copy = structuredClone(components) as Payload[]
  const all = placed(copy)
  const taken = new Set(all.map(({ component }) => component['id']))
  let next = 1
  for (const { component } of all) {
    if (component['id']) continue
    while (taken.has(next)) next += 1
    component['id'] = next
    taken.add(next)
  }
  return copy
}
