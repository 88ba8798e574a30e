/** Month names in the three Arabic traditions, French and English; several names of one month are one word to the search. */
import { normalize } from './normalize.ts'

const NAMES: readonly string[] = [
  'يناير جانفي january janvier jan janv',
  'فبراير فيفري شباط february février feb févr',
  'مارس آذار march mars mar',
  'أبريل إبريل أفريل نيسان april avril apr avr',
  'مايو ماي أيار may mai',
  'يونيو يونيه جوان حزيران june juin jun',
  'يوليو يوليوز يوليه جويلية تموز july juillet jul juil',
  'أغسطس غشت أوت آب august août aug',
  'سبتمبر شتنبر أيلول september septembre sep sept',
  'أكتوبر october octobre oct',
  'نوفمبر نونبر november novembre nov',
  'ديسمبر دجنبر december décembre dec déc',
]

const NUMBERS: Map<string, number> = new Map(
  NAMES.flatMap((names, index) => names.split(' ').map((name): [string, number] => [normalize(name), index + 1])),
)

/** 1–12 for a folded month name. Levantine double names (كانون الأول) are two words and are read by `parseDate`. */
export function monthNumber(word: string): number | undefined {
  return NUMBERS.get(word)
}

/** The other names of the month that a folded word names, without the word itself. */
export function monthNames(word: string): string[] {
  const number = NUMBERS.get(word)
  if (number === undefined) return []
  return [...NUMBERS]
    .filter(([name, other]) => other === number && name !== word && name < '\u0600' === word < '\u0600')
    .map(([name]) => name)
}
