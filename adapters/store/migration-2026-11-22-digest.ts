/** The second version: digests, added documents, and what becomes of a question after its answer. */
import type { Kysely, Migration } from 'kysely'
import type { RowNumber } from './database.ts'

export const digest = (rowNumber: RowNumber): Migration => ({
  async up(db: Kysely<unknown>): Promise<void> {
    const { schema } = db
    const question = schema.alterTable('question')
    await question.addColumn('seq', 'bigint', (column) => column.notNull().defaultTo(0)).execute()
    await question.addColumn('hidden', 'integer', (column) => column.notNull().defaultTo(0)).execute()
    await question.addColumn('took', 'bigint').execute()
    await question.addColumn('note', 'text').execute()
    await question.addColumn('answer_seq', 'bigint').execute()
    await question.addColumn('told_at', 'bigint').execute()
    await schema.createIndex('question_seq').on('question').column('seq').execute()
    await schema
      .createIndex('question_conversation')
      .on('question')
      .columns(['platform', 'conversation', 'asked_at'])
      .execute()
    await schema
      .createIndex('question_untold')
      .on('question')
      .column('answer_seq')
      .where('note' as never, 'is not', null)
      .where('told_at' as never, 'is', null)
      .execute()
    await schema.createIndex('change_person').on('change').columns(['platform', 'person']).execute()

    await schema
      .createTable('slot')
      .addColumn('id', rowNumber.type, rowNumber.define)
      .addColumn('platform', 'text', (column) => column.notNull())
      .addColumn('conversation', 'text', (column) => column.notNull())
      .addColumn('thread', 'text')
      .addColumn('date', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('begins_at', 'bigint', (column) => column.notNull())
      .addColumn('ends_at', 'bigint')
      .addColumn('dropped', 'text', (column) => column.notNull())
      .addColumn('note', 'text')
      .addColumn('topics', 'text', (column) => column.notNull())
      .addColumn('person', 'text')
      .addColumn('untold', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('changed_at', 'bigint', (column) => column.notNull())
      .addUniqueConstraint('slot_once', ['platform', 'conversation', 'date'])
      .execute()
    await schema.createIndex('slot_state').on('slot').column('state').execute()
    await schema
      .createIndex('slot_untold')
      .on('slot')
      .column('date')
      .where('untold' as never, '=', 1)
      .execute()

    await schema
      .createTable('document')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('platform', 'text', (column) => column.notNull())
      .addColumn('conversation', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('place', 'bigint')
      .addColumn('changed_at', 'bigint', (column) => column.notNull())
      .addColumn('source', 'text', (column) => column.notNull())
      .execute()
    await schema.createIndex('document_state').on('document').columns(['state', 'platform', 'conversation']).execute()
  },
})
