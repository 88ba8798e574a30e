/** Stock MiniSearch from a cold start over the shipped documents: read, index, one question. The peer of `sanad ask`. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import MiniSearch from 'minisearch'

const folder = join(import.meta.dirname, '../../corpus')
const search = new MiniSearch({ fields: ['text'], storeFields: ['text'] })
const paragraphs = readdirSync(folder).flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n\n'))
search.addAll(paragraphs.map((text, id) => ({ id, text })))
console.log(search.search(process.argv[2])[0]?.text)
