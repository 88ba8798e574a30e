/**
 * Names under which people are remembered. The key is the bot's token, which is never stored beside the data: a copy of the
 * database tells nothing about who asked what. With a new token everybody is somebody new.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

export interface Pseudonyms {
  /** A person's pseudonym: a keyed hash. */
  person(user: number | string): string
  /** A chat as a conversation. A private chat's id is its person's own, so it is hidden, reversibly: replies must find it. */
  conversation(chat: { readonly id: number | string; readonly type: string }): string
  /** The chat's id; `undefined` for a conversation that this token did not make. */
  chat(conversation: string): string | undefined
  /** A text as it may lie on disk, and back; `undefined` where it was not sealed with this token. */
  seal(text: string): string
  open(sealed: string): string | undefined
}

const HIDDEN = '~'

export function createPseudonyms(token: string): Pseudonyms {
  const key = (use: string, length: number): Buffer => Buffer.from(hkdfSync('sha256', token, 'sanad', use, length))
  const people = key('person', 32)
  const chats = key('chat', 16)
  const payloads = key('payload', 32)

  return {
    person: (user) => createHmac('sha256', people).update(String(user)).digest('base64url').slice(0, 22),
    conversation({ id, type }) {
      if (type !== 'private') return String(id)
      // One block, a keyed permutation: the id, and eight zero bytes by which a foreign one is told.
      const block = Buffer.alloc(16)
      block.writeBigInt64BE(BigInt(id))
      const cipher = createCipheriv('aes-128-ecb', chats, null).setAutoPadding(false)
      return HIDDEN + Buffer.concat([cipher.update(block), cipher.final()]).toString('base64url')
    },
    chat(conversation) {
      if (!conversation.startsWith(HIDDEN)) return /^-?\d{1,20}$/.test(conversation) ? conversation : undefined
      const hidden = Buffer.from(conversation.slice(HIDDEN.length), 'base64url')
      if (hidden.length !== 16) return undefined
      const cipher = createDecipheriv('aes-128-ecb', chats, null).setAutoPadding(false)
      const block = Buffer.concat([cipher.update(hidden), cipher.final()])
      return block.readBigInt64BE(8) === 0n ? String(block.readBigInt64BE(0)) : undefined
    },
    seal(text) {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', payloads, iv)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64')
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64')
      if (bytes.length < 28) return undefined
      const cipher = createDecipheriv('aes-256-gcm', payloads, bytes.subarray(0, 12), { authTagLength: 16 })
      cipher.setAuthTag(bytes.subarray(12, 28))
      try {
        return Buffer.concat([cipher.update(bytes.subarray(28)), cipher.final()]).toString('utf8')
      } catch {
        return undefined
      }
    },
  }
}
