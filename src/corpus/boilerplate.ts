/**
 * What a saved web page carries besides its text. It stays in the document; it is not searched.
 *
 * 1. Lines of page furniture: share and download buttons, keyword lists, "Scroll to Top".
 * 2. From "read also" or a comment form on to the end, where little follows; in the middle of a text, that line and the
 *    teaser behind it.
 * 3. Under a heading such as الهوامش or الإحالات: the numbered list of notes.
 * 4. Phrases that a browser leaves inside a paragraph.
 */
import { normalize } from '../text/normalize.ts'
import { count, type Span } from '../text/sentences.ts'
import type { Omission, Part } from './document.ts'

/** A line that is one of these phrases, folded, and nothing more; `|` parts them and `*` stands for any words. */
function line(...lists: readonly string[]): RegExp {
  const phrases = lists.flatMap((list) => list.split(' | '))
  const alternatives = phrases.map((phrase) => normalize(phrase).replaceAll('*', '.*'))
  return new RegExp(`^(?:${alternatives.join('|')})\\W*$`, 'u')
}

const FURNITURE: RegExp = line(
  'scroll to top | back to top | share | share this | tweet | print | download pdf | read more | subscribe | newsletter',
  'العودة إلى الأعلى | الصعود إلى الأعلى | شارك | شاركها | شارك المقال | شارك هذا الموضوع | مشاركة | طباعة | نسخ الرابط | اشترك | اشترك الآن | المزيد',
  'تحميل المقال* | تحميل الملف* | حمل المقال* | الكلمات المفتاحية* | كلمات مفتاحية* | الكلمات الدالة* | وسوم* | الوسوم*',
  'keywords:* | keyword:* | tags:* | mots clés :* | mots-clés :* | haut du formulaire | bas du formulaire',
)
const TAIL: RegExp = line(
  'اقرأ أيضا | إقرأ أيضا | اقرأ المزيد | أضف تعليقا | اترك تعليقا | اترك ردا | التعليقات | مقالات ذات صلة | مواضيع ذات صلة',
  'لن يتم نشر عنوان بريدك* | الحقول الإلزامية* | leave a comment | leave a reply | related posts | related articles',
  'your email address will not be published* | laisser un commentaire | lire aussi',
)
const NOTES: RegExp = line(
  'إحالات | الإحالات | هوامش | الهوامش | حواشي | الحواشي | مراجع | المراجع | مصادر | المصادر | المصادر والمراجع | المراجع والمصادر',
  'references | notes | footnotes | bibliography | références | bibliographie',
)
const PHRASES = /\b(?:Haut|Bas) du formulaire\b|\bScroll to Top\b/g
/** The end of a document in which a tail is believed: what follows it is at most this share of the text. */
const TAIL_SHARE = 0.2
const TEASER_WORDS = 20

/** The parts worth searching and what was left out, both in order. */
export function withoutBoilerplate(text: string, parts: readonly Part[]): { kept: Part[]; omissions: Omission[] } {
  const kept: Part[] = []
  const omissions: Omission[] = []
  let teaser = false
  let index = 0
  while (index < parts.length) {
    const part = parts[index] as Part
    const words = normalize(text.slice(part.start, part.end)).replace(/\s+/g, ' ')
    if (TAIL.test(words) && text.length - part.start <= text.length * TAIL_SHARE) {
      omissions.push({ start: part.start, end: (parts.at(-1) as Part).end, reason: 'boilerplate' })
      break
    }
    const notes = NOTES.test(words) ? notesAfter(text, parts, index) : 0
    if (notes > 0) {
      omissions.push({ start: part.start, end: (parts[index + notes] as Part).end, reason: 'footnotes' })
      index += notes + 1
      continue
    }
    if (TAIL.test(words) || FURNITURE.test(words) || (teaser && count(text, part) <= TEASER_WORDS))
      omissions.push({ start: part.start, end: part.end, reason: 'boilerplate' })
    else kept.push(withPhrasesSkipped(text, part))
    teaser = TAIL.test(words)
    index++
  }
  return { kept, omissions }
}

/** Rule 3: how many parts after the heading at `index` are its notes; most of them must be numbered for any to be. */
function notesAfter(text: string, parts: readonly Part[], index: number): number {
  const heading = parts[index] as Part
  const rest = parts.slice(index + 1)
  const next = rest.findIndex((part) => part.kind === 'heading' && (part.level ?? 6) <= (heading.level ?? 6))
  const own = next < 0 ? rest : rest.slice(0, next)
  const numbered = own.filter(
    (part) =>
      /(?:^|\n)[ \t]*[[(]?\p{Nd}{1,3}[.\])–-]\s*$/u.test(text.slice(Math.max(0, part.start - 12), part.start)) ||
      /^[[(]\p{Nd}{1,3}[\])]/u.test(text.slice(part.start, part.start + 8)) ||
      /↑/.test(text.slice(part.start, part.end)),
  )
  if (numbered.length * 2 < own.length) return 0
  // A page's furniture may stand below the notes; it is left for the other rules.
  let last = own.length
  while (last > 0 && FURNITURE.test(normalize(text.slice((own[last - 1] as Part).start, (own[last - 1] as Part).end))))
    last--
  return last
}

function withPhrasesSkipped(text: string, part: Part): Part {
  const found: Span[] = [...text.slice(part.start, part.end).matchAll(PHRASES)].map((match) => ({
    start: part.start + match.index,
    end: part.start + match.index + match[0].length,
  }))
  return found.length === 0 ? part : { ...part, skip: [...(part.skip ?? []), ...found] }
}
