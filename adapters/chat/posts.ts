/** What goes into the outbox: a platform's rendered messages with the commands behind their buttons. */
import { randomBytes } from 'node:crypto'
import type { Action, Post, StoredPost } from '../../src/index.ts'

/** What every platform's payload holds. */
export interface WithRows {
  /** Rows of buttons, as they stand from left to right. */
  readonly rows: readonly (readonly Action[])[]
}

/** Posts of payloads, each with a name of its own: 12 characters that buttons refer to. */
export function postsOf(payloads: readonly WithRows[]): Post[] {
  return payloads.map((payload) => ({
    payload: JSON.stringify(payload),
    key: randomBytes(9).toString('base64url'),
  }))
}

/** A button's name on its platform: at most 16 characters, and nothing of what it does. */
export const buttonName = (key: string, index: number): string => `${key}:${index}`

const BUTTON = /^([\w-]{4,40}):(\d{1,3})$/

/** What a button's name refers to; a forged or foreign one refers to a post that is not there. */
export function buttonOf(name: string): { readonly key: string; readonly index: number } {
  const [, key = '', index = '0'] = BUTTON.exec(name) ?? []
  return { key, index: Number(index) }
}

/** The action of a button; `undefined` where the post is gone or was changed since. */
export function actionOf(post: StoredPost | undefined, index: number): Action | undefined {
  return post?.payload === undefined ? undefined : (JSON.parse(post.payload) as WithRows).rows.flat()[index]
}
