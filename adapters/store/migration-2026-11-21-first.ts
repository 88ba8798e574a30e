/** The first version: inbox, outbox, settings and their changes, questions, votes, facts. */
import type { Kysely, Migration } from 'kysely'
import type { RowNumber } from './database.ts'

export const first = (rowNumber: RowNumber): Migration => ({
  async up(db: Kysely<unknown>): Promise<void> {
    const { schema } = db
    await schema
      .createTable('inbox')
      .addColumn('seq', rowNumber.type, rowNumber.define)
      .addColumn('platform', 'text', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('conversation', 'text')
      .addColumn('person', 'text')
      .addColumn('payload', 'text')
      .addColumn('added_at', 'bigint', (column) => column.notNull())
      .addColumn('settled_at', 'bigint')
      .addUniqueConstraint('inbox_once', ['platform', 'id'])
      .execute()
    await schema
      .createIndex('inbox_pending')
      .on('inbox')
      .columns(['platform', 'seq'])
      .where('payload' as never, 'is not', null)
      .execute()

    await schema
      .createTable('outbox')
      .addColumn('id', rowNumber.type, rowNumber.define)
      .addColumn('platform', 'text', (column) => column.notNull())
      .addColumn('conversation', 'text', (column) => column.notNull())
      .addColumn('thread', 'text')
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('part', 'integer', (column) => column.notNull())
      .addColumn('payload', 'text')
      .addColumn('key', 'text', (column) => column.unique())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('message', 'text')
      .addColumn('uncertain', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('person', 'text')
      .addColumn('fleeting', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addUniqueConstraint('outbox_part', ['platform', 'subject', 'part'])
      .execute()
    await schema.createIndex('outbox_state').on('outbox').columns(['platform', 'state']).execute()
    await schema.createIndex('outbox_message').on('outbox').columns(['platform', 'conversation', 'message']).execute()
    await schema.createIndex('outbox_person').on('outbox').columns(['platform', 'person']).execute()

    await schema
      .createTable('chat')
      .addColumn('platform', 'text', (column) => column.notNull())
      .addColumn('conversation', 'text', (column) => column.notNull())
      .addColumn('settings', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('chat_key', ['platform', 'conversation'])
      .execute()

    await schema
      .createTable('change')
      .addColumn('id', rowNumber.type, rowNumber.define)
      .addColumn('platform', 'text', (column) => column.notNull())
      .addColumn('conversation', 'text', (column) => column.notNull())
      .addColumn('person', 'text')
      .addColumn('before', 'text', (column) => column.notNull())
      .addColumn('after', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .execute()
    await schema.createIndex('change_conversation').on('change').columns(['platform', 'conversation']).execute()

    await schema
      .createTable('question')
      .addColumn('platform', 'text', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('conversation', 'text', (column) => column.notNull())
      .addColumn('thread', 'text')
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('language', 'text', (column) => column.notNull())
      .addColumn('outcome', 'text', (column) => column.notNull())
      .addColumn('confidence', 'double precision', (column) => column.notNull())
      .addColumn('cited', 'text', (column) => column.notNull())
      .addColumn('asked_at', 'bigint', (column) => column.notNull())
      .addColumn('raised_at', 'bigint')
      .addPrimaryKeyConstraint('question_key', ['platform', 'id'])
      .execute()
    await schema.createIndex('question_person').on('question').columns(['platform', 'person']).execute()

    await schema
      .createTable('vote')
      .addColumn('platform', 'text', (column) => column.notNull())
      .addColumn('question', 'text', (column) => column.notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('vote', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('vote_key', ['platform', 'question', 'person'])
      .addForeignKeyConstraint('vote_question', ['platform', 'question'], 'question', ['platform', 'id'], (rule) =>
        rule.onDelete('cascade'),
      )
      .execute()
    await schema.createIndex('vote_person').on('vote').columns(['platform', 'person']).execute()

    await schema
      .createTable('fact')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('value', 'text', (column) => column.notNull())
      .execute()
  },
})
