/** Forms as Discord shows them (Discord API, "Modal"). Pure. */
import { type Form, type Phrases, withoutControls } from '../../src/index.ts'
import { formName } from './decode.ts'
import { shortened } from './render.ts'

/** Discord's limits, in UTF-16 units where they count text. */
const LONGEST_LABEL = 45
const LONGEST_VALUE = 4000
const MOST_FIELDS = 5
/** From here on a field has several lines. */
const LONG = 200

interface Field {
  readonly label: string
  readonly required: boolean
  readonly longest: number
  readonly value?: string
}

export interface Modal {
  readonly custom_id: string
  readonly title: string
  readonly components: readonly object[]
}

/** For a text that is too long to type after its command. */
export function verifyForm(say: Phrases): Modal {
  return modal('verify', say.verifyForm, [{ label: say.verifyField, required: true, longest: LONGEST_VALUE }])
}

/** What a button asks to be written; `button` is its name. */
export function formOf({ title, fields }: Form, button: string): Modal {
  return modal(button, title, fields)
}

function modal(of: string, title: string, fields: readonly Field[]): Modal {
  return {
    custom_id: formName(of),
    title: shown(title),
    components: fields.slice(0, MOST_FIELDS).map((field, at) => ({
      type: 18,
      label: shown(field.label),
      component: input(field, at),
    })),
  }
}

function input({ required, longest, value }: Field, at: number): object {
  const most = Math.min(longest, LONGEST_VALUE)
  // Half a letter at its end would have Discord refuse the form.
  const present = value?.slice(0, most).toWellFormed() ?? ''
  return {
    type: 4,
    custom_id: `text${at === 0 ? '' : at + 1}`,
    style: longest < LONG ? 1 : 2,
    required,
    max_length: most,
    ...(present === '' ? {} : { value: present }),
  }
}

const shown = (words: string): string => shortened(withoutControls(words).toWellFormed(), LONGEST_LABEL)
