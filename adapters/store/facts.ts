/** Small things by name. */
import type { Facts } from '../../src/index.ts'
import type { Db } from './schema.ts'

export function createFacts(db: Db): Facts {
  return {
    async get(name) {
      const row = await db.selectFrom('fact').select('value').where('name', '=', name).executeTakeFirst()
      return row?.value
    },
    async set(name, value) {
      await db
        .insertInto('fact')
        .values({ name, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute()
    },
  }
}
