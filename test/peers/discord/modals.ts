/** What Discord checks of a modal beyond its shape: 1 to 5 components, each a label, a row with one text field, or a text. */
import { duplicates, placed, selectProblems, TYPES } from './components.ts'
import { type Problem, problem } from './errors.ts'
import type { Payload } from './types.ts'

export function modalProblems(modal: Payload): Problem[] {
  const components: readonly Payload[] = modal['components']
  const all = placed(components, ['data', 'components'])
  const found: Problem[] = []
  if (components.length > 5) {
    found.push(problem(['data', 'components'], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 5 in length.'))
  }
  for (const [i, component] of components.entries()) {
    const path = ['data', 'components', i]
    if (component['type'] === TYPES.row) {
      if (component['components'].length !== 1) {
        found.push(
          problem(
            [...path, 'components'],
            'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
            'The specified component exceeds the maximum width',
          ),
        )
      }
      for (const [j, input] of component['components'].entries()) {
        if (!input.label)
          found.push(problem([...path, 'components', j, 'label'], 'BASE_TYPE_REQUIRED', 'This field is required'))
      }
    }
    if (component['type'] === TYPES.label && component['component'].label) {
      found.push(
        problem(
          [...path, 'component', 'label'],
          'PEER_LABEL_TWICE',
          'A text field within a label has no label of its own.',
        ),
      )
    }
  }
  for (const { component, path } of all) {
    if (component['type'] === TYPES.input) found.push(...inputProblems(component, path))
    if (component['type'] === TYPES.select) found.push(...selectProblems(component, path))
  }
  if (!all.some(({ component }) => component['custom_id'])) {
    found.push(problem(['data', 'components'], 'BASE_TYPE_REQUIRED', 'A modal must have something to fill in.'))
  }
  return [...found, ...duplicates(all)]
}

function inputProblems({ value, min_length = 0, max_length = 4000 }: Payload, path: Problem['path']): Problem[] {
  const found: Problem[] = []
  if ((min_length ?? 0) > (max_length ?? 4000)) {
    found.push(problem([...path, 'min_length'], 'TEXT_INPUT_MIN_LENGTH', 'min_length must be at most max_length'))
  }
  if (value && value.length > (max_length ?? 4000)) {
    found.push(problem([...path, 'value'], 'BASE_TYPE_MAX_LENGTH', `Must be ${max_length} or fewer in length.`))
  }
  return found
}
