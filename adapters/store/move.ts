/** A conversation goes on under another name. */
import type { ChatSettings, SlotState } from '../../src/index.ts'
import { countUp } from './documents.ts'
import { digestsOf, ofSubjects } from './outbox.ts'
import type { Trx } from './schema.ts'

/** From least to most done: of two digests of one date the one that may be on show stays, then the one that was decided on. */
const PROGRESS: readonly SlotState[] = [
  'open',
  'claimed',
  'waiting',
  'missed',
  'empty',
  'failed',
  'skipped',
  'posting',
  'uncertain',
  'posted',
]

export async function move(trx: Trx, platform: string, from: string, to: string): Promise<void> {
  await yieldSettings(trx, platform, from, to)
  await yieldSlots(trx, platform, from, to)
  await renameDigests(trx, platform, from, to)
  for (const table of ['chat', 'change', 'question', 'inbox', 'outbox', 'slot'] as const) {
    await trx
      .updateTable(table)
      .set({ conversation: to })
      .where('platform', '=', platform)
      .where('conversation', '=', from)
      .execute()
  }
  await moveDocuments(trx, platform, from, to)
  await redirectDrafts(trx, platform, from, to)
}

/** What was chosen for the new one, if anything was, is the later word. */
async function yieldSettings(trx: Trx, platform: string, from: string, to: string): Promise<void> {
  const chosen = await trx
    .selectFrom('chat')
    .select('settings')
    .where('platform', '=', platform)
    .where('conversation', '=', to)
    .executeTakeFirst()
  if (chosen === undefined) return
  await trx.deleteFrom('chat').where('platform', '=', platform).where('conversation', '=', from).execute()
}

/** Leaves one slot a date. Versions stay: whoever is posting one of them goes on. */
async function yieldSlots(trx: Trx, platform: string, from: string, to: string): Promise<void> {
  const rows = await trx
    .selectFrom('slot')
    .select(['id', 'conversation', 'date', 'state'])
    .where('platform', '=', platform)
    .where('conversation', 'in', [from, to])
    .execute()
  const there = new Map(rows.filter(({ conversation }) => conversation === to).map((row) => [row.date, row]))
  for (const moving of rows.filter(({ conversation }) => conversation === from)) {
    const staying = there.get(moving.date)
    if (staying === undefined) continue
    const further = PROGRESS.indexOf(moving.state) > PROGRESS.indexOf(staying.state)
    await trx
      .deleteFrom('slot')
      .where('id', '=', further ? staying.id : moving.id)
      .execute()
  }
}

/** Posts of its digests, wherever they are shown, are found by its name. Where the new one has a digest of that name, aside. */
async function renameDigests(trx: Trx, platform: string, from: string, to: string): Promise<void> {
  const subjects = await trx
    .selectFrom('outbox')
    .select('subject')
    .distinct()
    .where('platform', '=', platform)
    .where(ofSubjects(digestsOf(from)))
    .execute()
  for (const { subject } of subjects) {
    const rest = subject.slice(digestsOf(from).length)
    const taken = await trx
      .selectFrom('outbox')
      .select('id')
      .where('platform', '=', platform)
      .where('subject', '=', digestsOf(to) + rest)
      .executeTakeFirst()
    await trx
      .updateTable('outbox')
      .set({ subject: digestsOf(to) + (taken === undefined ? rest : `${from}/${rest}`) })
      .where('platform', '=', platform)
      .where('subject', '=', subject)
      .execute()
  }
}

async function moveDocuments(trx: Trx, platform: string, from: string, to: string): Promise<void> {
  const moved = await trx
    .updateTable('document')
    .set({ conversation: to })
    .where('platform', '=', platform)
    .where('conversation', '=', from)
    .returning('state')
    .execute()
  if (moved.some(({ state }) => state === 'added')) await countUp(trx)
}

/** Drafts that were to be shown there, its own and those of other conversations, go along. */
async function redirectDrafts(trx: Trx, platform: string, from: string, to: string): Promise<void> {
  const chats = await trx.selectFrom('chat').selectAll().where('settings', 'like', '%"drafts"%').execute()
  for (const chat of chats) {
    const settings: ChatSettings = JSON.parse(chat.settings)
    if (settings.drafts?.platform !== platform || settings.drafts.conversation !== from) continue
    await trx
      .updateTable('chat')
      .set({ settings: JSON.stringify({ ...settings, drafts: { ...settings.drafts, conversation: to } }) })
      .where('platform', '=', chat.platform)
      .where('conversation', '=', chat.conversation)
      .execute()
  }
}
