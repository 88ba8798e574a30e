/** What moderators see of a slot: the draft with its choices, what became of it, and what to leave out. */
import { dateText } from '../interface/dates.ts'
import type { Phrases } from '../interface/index.ts'
import type { Address } from '../ports.ts'
import { type Action, actions, type Block, line, open, type Reply } from '../reply.ts'
import type { Slot } from '../store.ts'
import { isolate } from '../text/bidi.ts'
import type { Desk } from './desk.ts'
import { isEmpty } from './digest.ts'
import { editable, shortened, showDigest } from './show.ts'

export const isSamePlace = (one: Address, other: Address | undefined): boolean =>
  one.platform === other?.platform && one.conversation === other.conversation && one.thread === other.thread

/** UTF-16 units of a note. */
export const LONGEST_NOTE = 1000
/** Items on a page of the editor: with the other choices, as many buttons as the narrowest network has rows for. */
const PAGE = 12
const IN_A_ROW = 4

/** The slot as it is now, with what can be done about it. */
export async function panel(slot: Slot, desk: Desk): Promise<Reply> {
  const settings = await desk.store.chats.settings(slot.address)
  const say = desk.say(settings)
  const date = dateText(slot.date, say.language)
  const state = line(say.digest.state[slot.state](date))
  switch (slot.state) {
    case 'posted':
      return [state, actions(open(say.digest.edit, `/draft edit ${slot.id}`))]
    case 'uncertain':
      return [
        line(say.digest.uncertain(date)),
        actions(
          open(say.digest.isThere, `/draft there ${slot.id}`),
          open(say.digest.postAgain, `/draft again ${slot.id}`),
        ),
      ]
    case 'posting':
    case 'claimed':
      return [state]
    default: {
      const { digest, showing } = await desk.compose(slot)
      const before = slot.state === 'open' || slot.state === 'waiting' ? [] : [state]
      if (isEmpty(digest)) return [...before, line(say.digest.nothing(date)), actions(noteForm(slot, say))]
      // Where drafts are shown is not where a digest is to be read.
      const isPlaced = !isSamePlace(slot.address, settings.drafts)
      return [
        ...before,
        line(say.digest.draftOf(date)),
        ...showDigest(digest, `/draft rest ${slot.id}`, showing),
        ...(isPlaced ? [] : [line(say.digest.postThere)]),
        actions(
          ...(isPlaced ? [open(say.digest.post, `/draft post ${slot.id}`)] : []),
          open(say.digest.edit, `/draft edit ${slot.id}`),
          open(say.digest.skip, `/draft skip ${slot.id}`),
        ),
      ]
    }
  }
}

/** What to leave out, take in again, or write; `around` is a page, or the key of an item on it. */
export async function editor(slot: Slot, desk: Desk, around: string = '1'): Promise<Reply> {
  const { digest, showing } = await desk.compose(slot)
  const { say } = showing
  const all = editable(digest)
  const pages = Math.max(1, Math.ceil(all.length / PAGE))
  const named = all.findIndex(({ key }) => key === around)
  const page = named >= 0 ? Math.floor(named / PAGE) : Math.min(pages, Math.max(1, Number(around) || 1)) - 1
  const first = page * PAGE
  const items = all.slice(first, first + PAGE)
  const lines = items.map(
    ({ text, isDropped }, at) => `${isDropped ? '✗' : '✓'} ${first + at + 1}. ${isolate(shortened(text))}`,
  )
  const choices = items.map(({ key, isDropped }, at) =>
    isDropped
      ? open(say.digest.takeIn(first + at + 1), `/draft keep ${slot.id} ${key}`)
      : open(say.digest.leaveOut(first + at + 1), `/draft drop ${slot.id} ${key}`),
  )
  const turns = [
    ...(page > 0 ? [open(say.previousPage, `/draft edit ${slot.id} ${page}`)] : []),
    ...(page + 1 < pages ? [open(say.nextPage, `/draft edit ${slot.id} ${page + 2}`)] : []),
  ]
  const rows: Block[] = []
  for (let at = 0; at < choices.length; at += IN_A_ROW) rows.push(actions(...choices.slice(at, at + IN_A_ROW)))
  return [
    line([say.digest.editing, ...lines].join('\n')),
    ...(slot.note === undefined ? [] : [line(say.digest.note(isolate(slot.note)))]),
    ...rows,
    ...(turns.length > 0 ? [actions(...turns)] : []),
    actions(
      noteForm(slot, say),
      ...(slot.note === undefined ? [] : [open(say.digest.removeNote, `/draft clear ${slot.id}`)]),
      slot.state === 'posted'
        ? open(say.digest.correct, `/draft correct ${slot.id}`)
        : open(say.digest.back, `/draft show ${slot.id}`),
    ),
  ]
}

function noteForm(slot: Slot, say: Phrases): Action {
  return {
    ...open(say.digest.writeNote, `/draft note ${slot.id}`),
    form: {
      title: say.digest.noteTitle,
      prompt: say.digest.notePrompt,
      fields: [
        {
          label: say.digest.noteField,
          required: true,
          longest: LONGEST_NOTE,
          ...(slot.note === undefined ? {} : { value: slot.note }),
        },
      ],
    },
  }
}
