/** What moderators do with a slot of the digest. The right is asked for the conversation that the slot belongs to, wherever they press. */
import type { DraftAction } from '../command.ts'
import type { Desk } from '../digest/desk.ts'
import { isEmpty } from '../digest/digest.ts'
import { editor, LONGEST_NOTE, panel } from '../digest/panel.ts'
import { correct, post, tell } from '../digest/post.ts'
import { DeliveryError } from '../ports.ts'
import type { Reply } from '../reply.ts'
import type { Slot, SlotChange, SlotState } from '../store.ts'
import { withoutControls } from '../text/bidi.ts'
import { notice, type Scope, text } from './scope.ts'

/** States in which a digest may still be posted; an empty one may have got something to say. */
const POSTABLE: ReadonlySet<SlotState> = new Set(['open', 'claimed', 'waiting', 'empty', 'skipped', 'missed', 'failed'])

export async function draft(action: DraftAction, id: number, argument: string, scope: Scope): Promise<Reply> {
  const { say, incoming, desk } = scope
  if (desk === undefined) return text(say.notHere)
  const slot = await desk.store.slots.find(id)
  if (slot === undefined || slot.address.platform !== incoming.address.platform) return notice(say.tooOld)
  const isHere = slot.address.conversation === incoming.address.conversation
  // What a posted digest left out is for everybody who read it.
  if (action === 'rest' && isHere && slot.state === 'posted') return desk.rest(slot)
  if ((await incoming.isModerator?.(slot.address)) !== true) return notice(say.moderatorsOnly)
  switch (action) {
    case 'show':
      return panel(slot, desk)
    case 'rest':
      return desk.rest(slot)
    case 'edit':
      return editor(slot, desk, argument)
    case 'drop':
    case 'keep':
      return choose(slot, argument, action, desk, scope)
    case 'note': {
      const note = withoutControls(argument).slice(0, LONGEST_NOTE).toWellFormed().trim()
      return note === '' ? editor(slot, desk) : change(slot, { note }, desk, scope)
    }
    case 'clear':
      return change(slot, { note: '' }, desk, scope)
    case 'skip':
      return skip(slot, desk, scope)
    case 'post':
      return postNow(slot, desk, scope)
    case 'again':
      return slot.state === 'uncertain'
        ? shown(slot, await post(slot, desk, incoming.from), desk, scope)
        : late(slot, desk, scope)
    case 'there': {
      const there =
        slot.state === 'uncertain'
          ? await desk.store.slots.change(slot, { state: 'posted', by: incoming.from })
          : undefined
      return there === undefined ? late(slot, desk, scope) : panel(there, desk)
    }
    case 'correct':
      return correctPost(slot, desk, scope)
  }
}

/** Posts by a moderator's order. */
export async function postNow(slot: Slot, desk: Desk, scope: Scope): Promise<Reply> {
  if (!POSTABLE.has(slot.state)) return late(slot, desk, scope)
  // With nothing to say nothing is posted, whoever wants it.
  if (isEmpty((await desk.compose(slot)).digest)) return panel(slot, desk)
  return shown(slot, await post(slot, desk, scope.incoming.from), desk, scope)
}

/** What a posting came to. */
async function shown(before: Slot, after: Slot, desk: Desk, { say, incoming }: Scope): Promise<Reply> {
  // Somebody else decided, by another press or another program.
  if (after.by !== incoming.from) return late(after, desk, { say, incoming })
  if (after.state === 'waiting') return [...text(say.digest.unreachable), ...(await panel(after, desk))]
  if (before.state === 'waiting' && after.state === 'posted') await tell(after, desk)
  return panel(after, desk)
}

/** Somebody was faster: what it is now. */
async function late({ id }: Slot, desk: Desk, { say, incoming }: Pick<Scope, 'say' | 'incoming'>): Promise<Reply> {
  const slot = await desk.store.slots.find(id)
  if (slot === undefined) return notice(say.tooOld)
  const faster = slot.by === incoming.from ? [] : text(say.digest.changedMeanwhile)
  return [...faster, ...(await panel(slot, desk))]
}

async function skip(slot: Slot, desk: Desk, scope: Scope): Promise<Reply> {
  const skipped = POSTABLE.has(slot.state)
    ? await desk.store.slots.change(slot, { state: 'skipped', to: slot.to ?? desk.clock(), by: scope.incoming.from })
    : undefined
  if (skipped === undefined) return late(slot, desk, scope)
  if (slot.state === 'waiting') await tell(skipped, desk)
  return panel(skipped, desk)
}

/** Leaves an item out, or takes it in again: all questions that ask the same. */
async function choose(slot: Slot, key: string, action: 'drop' | 'keep', desk: Desk, scope: Scope): Promise<Reply> {
  const { digest } = await desk.compose(slot)
  const item = [...digest.answered, ...digest.unanswered].find(({ ids }) => ids.includes(key))
  const keys = item?.ids ?? [key]
  const others = slot.dropped.filter((dropped) => !keys.includes(dropped))
  return change(slot, { dropped: action === 'drop' ? [...others, ...keys] : others }, desk, scope, key)
}

async function change(slot: Slot, wanted: SlotChange, desk: Desk, scope: Scope, around?: string): Promise<Reply> {
  // What is on its way is not changed: it is corrected when it is there.
  if (slot.state === 'posting') return late(slot, desk, scope)
  const changed = await desk.store.slots.change(slot, { ...wanted, by: scope.incoming.from })
  return changed === undefined ? late(slot, desk, scope) : editor(changed, desk, around)
}

async function correctPost(slot: Slot, desk: Desk, scope: Scope): Promise<Reply> {
  const { say } = scope
  if (slot.state !== 'posted') return late(slot, desk, scope)
  try {
    return text((await correct(slot, desk)) ? say.digest.corrected : say.digest.cannotCorrect)
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error
    return text(error.code === 'gone' ? say.digest.cannotCorrect : say.digest.unreachable)
  }
}
