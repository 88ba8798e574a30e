/**
 * Documents that moderators added. One belongs to its whole conversation, not to a thread of it. A counter goes up with whatever
 * changes the list of those added: it names that list's state, and says in which order they were added.
 */
import type { AddedDocument, AddedDocuments, Source } from '../../src/index.ts'
import type { Db, DocumentRow, Trx } from './schema.ts'

/** The fact that counts. */
const REVISION = 'documents.revision'

export function createDocuments(db: Db, now: () => number): AddedDocuments {
  return {
    async put({ id, address: { platform, conversation }, kind, state, source }, by) {
      const at = now()
      await db.transaction().execute(async (trx) => {
        const old = await trx.selectFrom('document').selectAll().where('id', '=', id).executeTakeFirst()
        const count = state === 'added' || old?.state === 'added' ? await countUp(trx) : null
        const row = {
          platform,
          conversation,
          kind,
          state,
          // One that is changed, or removed and restored, comes back to where it was.
          place: old?.place ?? (state === 'added' ? count : null),
          changed_at: at,
          source: JSON.stringify(source),
        }
        await trx
          .insertInto('document')
          .values({ id, ...row })
          .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
          .execute()
        const before = old === undefined ? '{}' : record({ id, state: old.state, source: JSON.parse(old.source) })
        const after = record({ id, state, source })
        await trx.insertInto('change').values({ platform, conversation, person: by, before, after, at }).execute()
      })
    },

    async find(id) {
      const row = await db.selectFrom('document').selectAll().where('id', '=', id).executeTakeFirst()
      return row && toDocument(row)
    },

    async added(address) {
      const added = db.selectFrom('document').selectAll().where('state', '=', 'added').orderBy('place')
      const rows = await (address === undefined
        ? added
        : added.where('platform', '=', address.platform).where('conversation', '=', address.conversation)
      ).execute()
      return rows.map(toDocument)
    },

    async revision() {
      return String(await counted(db))
    },
  }
}

/** To be called, in the same transaction, for whatever changes the list of added documents. */
export async function countUp(trx: Trx): Promise<number> {
  const count = (await counted(trx)) + 1
  const value = String(count)
  await trx
    .insertInto('fact')
    .values({ name: REVISION, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute()
  return count
}

async function counted(db: Db | Trx): Promise<number> {
  const row = await db.selectFrom('fact').select('value').where('name', '=', REVISION).executeTakeFirst()
  return Number(row?.value ?? 0)
}

/** A document as the record of changes tells it: not what it says. */
const record = ({ id, state, source }: { id: string; state: string; source: Source }): string =>
  JSON.stringify({ document: id, state, title: source.metadata.title?.value })

const toDocument = ({ id, platform, conversation, kind, state, source, changed_at }: DocumentRow): AddedDocument => ({
  id,
  address: { platform, conversation },
  kind,
  state,
  source: JSON.parse(source),
  changedAt: changed_at,
})
