/** What a browser sent, as something that somebody says or presses. Pure. */
import { DeliveryError, type IncomingFile } from '../../src/index.ts'
import { buttonOf } from '../chat/posts.ts'

export const PLATFORM = 'web'

export type Event =
  | { readonly type: 'said'; readonly id: string; readonly text: string; readonly file?: IncomingFile }
  | {
      readonly type: 'press'
      readonly id: string
      readonly key: string
      readonly index: number
      readonly fields: readonly string[]
    }

/** A form's fields by name; a file is one that was chosen. */
export type Sent = Readonly<Record<string, unknown>>

/** UTF-16 units; a longer text than any other network would bring is cut. */
const LONGEST_TEXT = 4096
const MOST_FIELDS = 5
const ID = /^[\w-]{8,40}$/

/** A message; nothing where there are neither words nor a file. `unique` is used where the page named none. */
export function decodeMessage(sent: Sent, unique: string): Event | undefined {
  const file = sent['file'] instanceof File && sent['file'].size > 0 ? fileOf(sent['file']) : undefined
  const text = words(sent['text']).trim()
  if (text === '' && file === undefined) return undefined
  // Who sends a file wants it among the documents.
  return {
    type: 'said',
    id: idOf(sent, unique),
    text: text === '' ? '/corpus add' : text,
    ...(file === undefined ? {} : { file }),
  }
}

/** The choice of a button; a forged one names a message that is not there. */
export function decodePress(sent: Sent, unique: string): Event {
  const { key, index } = buttonOf(words(sent['choice']))
  const fields = Array.from({ length: MOST_FIELDS }, (_, at) => words(sent[`field${at + 1}`]))
  return { type: 'press', id: idOf(sent, unique), key, index, fields }
}

/** The same for a form that was sent twice. */
function idOf(sent: Sent, unique: string): string {
  const id = words(sent['id'])
  return ID.test(id) ? id : unique
}

/** Browsers send line ends as CR and LF. */
function words(value: unknown): string {
  return typeof value === 'string' ? value.replace(/\r\n?/g, '\n').slice(0, LONGEST_TEXT).toWellFormed() : ''
}

function fileOf(file: File): IncomingFile {
  return {
    name: file.name,
    size: file.size,
    read: (longest) =>
      file.size > longest
        ? Promise.reject(new DeliveryError('gone', 'the file is longer than may be read'))
        : file.arrayBuffer().then((bytes) => new Uint8Array(bytes)),
  }
}
