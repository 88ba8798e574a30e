/** How the bot gets its updates: by asking, or at an address of its own. */
import { broken, conflict } from '../errors.ts'
import type { World } from '../world.ts'
import type { Handlers } from './handlers.ts'

export function deliveryMethods({ updates, webhook }: World): Handlers {
  const turnOff = (drop: boolean | undefined): true => {
    webhook.set(undefined)
    if (drop) updates.drop()
    return true
  }
  return {
    getUpdates(params, gone) {
      if (webhook.active) {
        throw conflict(
          "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        )
      }
      return updates.poll(params, gone)
    },
    setWebhook({ url, secret_token, max_connections, allowed_updates, drop_pending_updates }) {
      if (url === '') return turnOff(drop_pending_updates)
      if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw broken('invalid webhook URL specified')
      if (secret_token !== undefined) {
        if (secret_token.length > 256) throw broken('secret token is too long')
        if (!/^[\w-]*$/.test(secret_token)) throw broken('secret token contains unallowed characters')
      }
      if (drop_pending_updates) updates.drop()
      updates.allow(allowed_updates)
      updates.interrupt('webhook')
      webhook.set({ url, secret_token, max_connections })
      return true
    },
    deleteWebhook: ({ drop_pending_updates }) => turnOff(drop_pending_updates),
    getWebhookInfo: () => webhook.info(),
  }
}
