/** Sanad as `sanad serve` builds it, but without Telegram's limits, which would be all that a benchmark measures. */
import { join } from 'node:path'
import { draw } from '../../adapters/chart/chart.ts'
import { loadCorpus } from '../../adapters/corpus.ts'
import { createLog } from '../../adapters/log.ts'
import { openStore } from '../../adapters/store/store.ts'
import { createTelegramAdapter } from '../../adapters/telegram/adapter.ts'
import { createSanad } from '../../src/index.ts'

const store = await openStore({ file: join(process.env['DATA_DIR'] ?? '.', 'sanad.db'), now: Date.now })
const sanad = createSanad({ store })
await loadCorpus(sanad, [join(import.meta.dirname, '../../corpus')])
const adapter = createTelegramAdapter({
  token: process.env['TELEGRAM_BOT_TOKEN'] ?? '',
  apiRoot: process.env['TELEGRAM_API_ROOT'] ?? '',
  store,
  log: createLog('warn', process.stderr),
  language: 'ar',
  quotes: sanad.quotes,
  draw,
  onFatal: (reason) => process.stderr.write(`${reason}\n`),
  limits: { chat: { count: 1000, span: 1 }, group: { count: 1000, span: 1 }, apart: 0 },
})
process.on('SIGTERM', () => {
  void adapter.stop().then(() => store.close())
})
await adapter.start(sanad.handle)
