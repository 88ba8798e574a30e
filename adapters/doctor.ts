/** Everything that Sanad depends on, looked at from where it will run. */
import { join } from 'node:path'
import type { Finding, Sanad } from '../src/index.ts'
import type { Config } from './config.ts'
import { loadCorpus } from './corpus.ts'
import { examineDiscord } from './discord/doctor.ts'
import { StoreError } from './store/error.ts'
import { openStore } from './store/store.ts'
import { examineTelegram } from './telegram/doctor.ts'
import { WEBHOOK_PATH } from './telegram/webhook.ts'

/** The findings about corpus, store and every chat network that has a token. */
export async function examine(config: Config, sanad: Sanad, folders: readonly string[]): Promise<Finding[]> {
  const found = await examineCorpus(sanad, folders)
  const file = join(config.data, 'sanad.db')
  try {
    const store = await openStore({ file, now: Date.now })
    try {
      await store.check()
      found.push({ level: 'good', about: 'store', says: file })
      const { telegram, discord, publicUrl } = config
      if (telegram === undefined) found.push(absent('Telegram', 'TELEGRAM_BOT_TOKEN'))
      else {
        const webhookUrl = `${publicUrl}${WEBHOOK_PATH}`
        found.push(...named('Telegram', await examineTelegram({ ...telegram, webhookUrl, store })))
      }
      if (discord === undefined) found.push(absent('Discord', 'DISCORD_BOT_TOKEN'))
      else found.push(...named('Discord', await examineDiscord({ ...discord, store })))
    } finally {
      await store.close()
    }
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    found.push({ level: 'error', about: 'store', says: error.message })
  }
  return found
}

function absent(network: string, setting: string): Finding {
  return { level: 'warning', about: network, says: 'no bot', remedy: `put ${setting} into .env (README, "${network}")` }
}

const named = (network: string, findings: readonly Finding[]): Finding[] =>
  findings.map((finding) => ({ ...finding, about: `${network}, ${finding.about}` }))

async function examineCorpus(sanad: Sanad, folders: readonly string[]): Promise<Finding[]> {
  const { documents, problems } = await loadCorpus(sanad, folders)
  const passages = documents.reduce((sum, document) => sum + document.passages.length, 0)
  const errors = problems.filter(({ severity }) => severity === 'error')
  return [
    documents.length === 0
      ? {
          level: 'error',
          about: 'corpus',
          says: `no documents in ${folders.join(', ')}`,
          remedy: 'put .md, .txt or .html files there, or set CORPUS_DIR',
        }
      : { level: 'good', about: 'corpus', says: `${documents.length} documents, ${passages} passages` },
    ...errors.map(({ file, reason }): Finding => ({ level: 'error', about: file, says: reason })),
  ]
}
