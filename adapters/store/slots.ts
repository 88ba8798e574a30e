/** The digests, one a conversation and local date, and who decided on them. */
import type { Slot, SlotChange, Slots } from '../../src/index.ts'
import type { Db, SlotRow } from './schema.ts'

export function createSlots(db: Db, now: () => number): Slots {
  return {
    make({ address, date, state, from, to = null, dropped, note = '', topics, by = null, untold }) {
      const { platform, conversation, thread = null } = address
      const at = now()
      return db.transaction().execute(async (trx) => {
        const row = await trx
          .insertInto('slot')
          .values({
            platform,
            conversation,
            thread,
            date,
            state,
            version: 1,
            begins_at: from,
            ends_at: to,
            dropped: JSON.stringify(dropped),
            note: note || null,
            topics: JSON.stringify(topics),
            person: by,
            untold: untold === true ? 1 : 0,
            changed_at: at,
          })
          .onConflict((conflict) => conflict.columns(['platform', 'conversation', 'date']).doNothing())
          .returningAll()
          .executeTakeFirst()
        if (row === undefined) return undefined
        if (by !== null) {
          const after = record(row)
          await trx
            .insertInto('change')
            .values({ platform, conversation, person: by, before: '{}', after, at })
            .execute()
        }
        return toSlot(row)
      })
    },

    change({ id, version }, change) {
      const at = now()
      return db.transaction().execute(async (trx) => {
        const old = await trx
          .selectFrom('slot')
          .selectAll()
          .where('id', '=', id)
          .where('version', '=', version)
          .executeTakeFirst()
        if (old === undefined) return undefined
        const row = await trx
          .updateTable('slot')
          .set({ ...columns(change), version: version + 1, changed_at: at })
          .where('id', '=', id)
          .where('version', '=', version)
          .returningAll()
          .executeTakeFirst()
        if (row === undefined) return undefined
        if (change.by !== undefined) {
          const { platform, conversation } = row
          await trx
            .insertInto('change')
            .values({ platform, conversation, person: change.by, before: record(old), after: record(row), at })
            .execute()
        }
        return toSlot(row)
      })
    },

    async find(id) {
      const row = await db.selectFrom('slot').selectAll().where('id', '=', id).executeTakeFirst()
      return row && toSlot(row)
    },

    async of({ platform, conversation }, date) {
      const row = await db
        .selectFrom('slot')
        .selectAll()
        .where('platform', '=', platform)
        .where('conversation', '=', conversation)
        .where('date', '=', date)
        .executeTakeFirst()
      return row && toSlot(row)
    },

    async latest({ platform, conversation }, limit) {
      const rows = await db
        .selectFrom('slot')
        .selectAll()
        .where('platform', '=', platform)
        .where('conversation', '=', conversation)
        .orderBy('date', 'desc')
        .limit(limit)
        .execute()
      return rows.map(toSlot)
    },

    async inState(state) {
      const rows = await db.selectFrom('slot').selectAll().where('state', '=', state).orderBy('id').execute()
      return rows.map(toSlot)
    },

    async untold() {
      const rows = await db
        .selectFrom('slot')
        .selectAll()
        .where('untold', '=', 1)
        .orderBy('date')
        .orderBy('id')
        .execute()
      return rows.map(toSlot)
    },
  }
}

/** What a change changes. Of an address that is the thread alone: a slot changes its conversation only when that moves. */
const columns = ({ state, address, from, to, dropped, note, topics, by, untold }: SlotChange): Partial<SlotRow> => ({
  ...(state === undefined ? {} : { state }),
  ...(address === undefined ? {} : { thread: address.thread ?? null }),
  ...(from === undefined ? {} : { begins_at: from }),
  ...(to === undefined ? {} : { ends_at: to }),
  ...(dropped === undefined ? {} : { dropped: JSON.stringify(dropped) }),
  ...(note === undefined ? {} : { note: note || null }),
  ...(topics === undefined ? {} : { topics: JSON.stringify(topics) }),
  ...(by === undefined ? {} : { person: by }),
  ...(untold === undefined ? {} : { untold: untold ? 1 : 0 }),
})

/** A slot as the record of changes tells it: of a note only that there is one. */
const record = ({ date, thread, state, dropped, note, topics }: SlotRow): string =>
  JSON.stringify({
    slot: date,
    ...(thread === null ? {} : { thread }),
    state,
    dropped: JSON.parse(dropped),
    topics: JSON.parse(topics),
    note: note !== null,
  })

const toSlot = (row: SlotRow): Slot => ({
  id: row.id,
  address: {
    platform: row.platform,
    conversation: row.conversation,
    ...(row.thread === null ? {} : { thread: row.thread }),
  },
  date: row.date,
  state: row.state,
  version: row.version,
  from: row.begins_at,
  ...(row.ends_at === null ? {} : { to: row.ends_at }),
  dropped: JSON.parse(row.dropped),
  ...(row.note === null ? {} : { note: row.note }),
  topics: JSON.parse(row.topics),
  ...(row.person === null ? {} : { by: row.person }),
  ...(row.untold === 1 ? { untold: true } : {}),
  changedAt: row.changed_at,
})
