/**
 * Arabizi: Arabic, mostly Darija, in Latin letters and digits (`3lach`, `ch7al dyal l7doud`). How it is told from French and
 * English, how it is parted into words, and its function words. What its other words spell is `transliteration.ts`.
 *
 * Digits are letters by their likeness: 2 ء, 3 ع, 5 خ, 6 ط, 7 ح, 9 ق; with an apostrophe 3' غ, 7' خ.
 */
import { normalize } from './normalize.ts'
import { DIALECTS } from './stopwords.ts'
import { tokenize } from './tokenize.ts'
import { createSpellings, type Spellings } from './transliteration.ts'

/**
 * Function and question words as they are typed = as they are spelled in Arabic script, by which the rest of the program knows
 * them (`stopwords.ts`, `asked.ts`). Two words where the first alone would be another.
 */
const FUNCTION_WORDS = `
wach wech wash ouach wache = واش
chno chnou chnouwa chnowa chnohowa chnahowa chnahouwa chnohiya chnahiya chnhiya chnhuwa chniya chnia chnu shno shnou shnu = شنو
achno achnou achnahowa achnahouwa achnahiya achnowa ashno ashnou = شنو
ach ash = آش
achmen achman achmin ashmen ashman = أي
chkoun chkoune chkon chkun shkoun shkon achkoun = شكون
3lach 3lash 3elach 3alach 3lech 3lache = علاش
kifach kifash kifech kifache kifax = كيفاش
fach fash = فاش
bach bash = باش
imta imtach imtash emta emtach = إمتى
fo9ach fou9ach fu9ach foukach fokach fo9ash fou9ash fouqach fuqach = فوقاش
wa9tach we9tach wa9tash waqtach weqtach wa9tech = وقتاش
ch7al che7al chhal chehal sh7al shhal = شحال
bch7al bchhal bsh7al bech7al = بشحال
fin fine feen fayn fain fayen finahowa finahouwa finahiya = فين
mnin mnine mneen menin mnayn = منين
dyal dyel diyal dial dyalo dyalou diyalo dialo dyalha diyalha dialha dyalhom dyalhoum dialhom dyalna dialna dyali dyalk dyalkom = ديال
had hada hadi hado hadou hadak hadik hadouk hadok hadchi hadshi = هاد
dak dik dok douk dakchi dakshi = داك
lli li illi eli elli = اللي
kayn kayen kayne kayna kaynin kaynine kain kaina kayenna makaynch makayench = كاين
kan kant kanet kanat kano kanou kanu = كان
ykoun ykon ykouno ykounou ikoun takoun tkoun kaykoun katkoun kaykouno = يكون
ghadi ghadia ghadya ghadiya ghadyin ghadiyin gha = راه
rah raha raho rahou rahom rahoum = راه
bzaf bzzaf bezaf bezzaf bzef bezzef = بزاف
walakin walakine welakin welakine = ولكن
wla wlla wella awla wala wela = ولا
3la 3ala 3ela = على
3lih 3lihom 3liha 3lina = عليه
m3a ma3a m3ah m3aha m3ahom m3ana = مع
3nd 3and 3end 3inda 3ando 3andou 3endo 3ndo 3ndou 3ndha 3andha 3endha 3ndhom 3andhom 3endhom 3ndna 3andna = عند
7it 7itach 7it7ach = حيت
7ta 7atta 7etta 7tta = حتى
bin bayn bayna binat = بين
fih fiha fihom fihoum = فيه
bih biha bihom bihoum = به
lih liha lihom lihoum = له
mnha mnhom menha menhom menno mennou = منه
chi shi = شي
machi mashi = ماشي
howa houwa houa huwa hiya hia homa houma hna 7na = هو
9bel 9bal qbel qbal 9abla = قبل
ba3d be3d ba3da mora moura mnba3d = بعد
b7al bhal = مثل
daret daro darou dir diro ydir ydiro ydirou tdir kaydir kaydiro kaydirou katdir katdiro = كيدير
3afak 3afakom 3afakoum = لطفا
salam slm = هل
goli gouli golya golia = قولي
bghit n3raf n3ref ne3ref = نعرف
ya3ni ye3ni kay3ni kat3ni m3na ma3na = يعني
wa7d wa7ed wa7da wahed wahda = واحد
daba = دابا
dd ded did didd dedd = ضد
3an = عن
men mn man min = من
ma = ما
la = لا
w ou wa u o = و
f fi = في
b bi = ب
l = ل
d = د
a = يا
an anna = أن
ila = إلى
hal = هل
mata = متى
ayna = أين
kayfa = كيف
limada limadha = لماذا
kam = كم
ay ayy = أي
lladi lladhi alladi alladhi allati = الذي
ta7t te7t taht = تحت
7awl 7awla = حول
mondou moundou mondo = منذ
3abr 3abra = عبر
koul kol kull koull = كل
`

/** Two words that mean together what neither does. */
const PAIRS = `
ach men = أي
ach mn = أي
fach men = أي
fach mn = أي
dar lbida = الدار البيضاء
dar lbayda = الدار البيضاء
dar lbeida = الدار البيضاء
dar beida = الدار البيضاء
`

/** Those of them that French, English and names have too, so that they tell no language. */
const SHARED: Set<string> = new Set(
  `a an ash ay bash bi bin chi d dak dial did dik dir dok eli elli f fain fash fi fin fine gha had hal hia homa ila illi kain kam kan kano kant
   kayne l la law li ma man men min mora o ou raha rah salam slm u w wa wache wash wahda wala wella`.split(/\s+/),
)

const table = (lines: string): Map<string, string> =>
  new Map(
    lines
      .trim()
      .split('\n')
      .flatMap((line) => {
        const [typed = '', arabic = ''] = line.split(' = ')
        return typed.split(' ').map((word): [string, string] => [word, normalize(arabic)])
      }),
  )
const ARABIC: Map<string, string> = table(FUNCTION_WORDS)
const ARABIC_PAIR: Map<string, string> = new Map(
  PAIRS.trim()
    .split('\n')
    .map((line): [string, string] => {
      const [typed = '', arabic = ''] = line.split(' = ')
      return [typed, normalize(arabic)]
    }),
)

/** A run of Latin letters and of digits that are letters, doubled ones included; other runs of digits are numbers. */
const RUN = /(?:\p{Script=Latin}|(?<!\p{Nd})([2-9])\1?(?:'(?=\p{Script=Latin}))?(?!\p{Nd}))+/gu
/** A digit between letters or before two: 3lach, m7ammed; not 3rd, 9am, 5km, nor b2b. */
const DIGIT_LETTER = /[a-z][235679][a-z]|^[3579]'?(?!rd$|th$|am$|pm$|km$|kg$|mm$|ème|eme$)[a-z]{2,}/
const NOT_A_LETTER = /^[a-z][2-9][a-z]$|^(?:mp|h|x)[2-9]/
/** The article before a consonant, as in lmaghrib and l7doud; neither French nor English words begin like that. */
const WITH_ARTICLE = /^l[bcdfghjkmnpqrstvwxz235679][a-z0-9]{2,}/

/** How much a text's words look like Arabizi, to be compared with the number of French or English function words. */
export function arabiziSigns(text: string): number {
  let signs = 0
  for (const [run] of normalize(text).matchAll(RUN)) {
    if ((ARABIC.has(run) && !SHARED.has(run)) || (DIGIT_LETTER.test(run) && !NOT_A_LETTER.test(run))) signs += 2
    else if (WITH_ARTICLE.test(run)) signs += 1
  }
  return signs
}

/**
 * The folded words of a question that may hold Arabizi. Function words are given in Arabic script, other words keep the digits
 * that are their letters.
 */
export function arabiziWords(question: string): string[] {
  const words: string[] = []
  const text = question.replace(/’/g, "'")
  let from = 0
  for (const { 0: run, index } of text.matchAll(RUN)) {
    if (!/\p{Script=Latin}/u.test(run)) continue
    words.push(...plainWords(text.slice(from, index)), normalize(run))
    from = index + run.length
  }
  words.push(...plainWords(text.slice(from)))
  return words.flatMap((word, at) => {
    const pair = ARABIC_PAIR.get(`${word} ${words[at + 1]}`)
    if (pair !== undefined) return pair.split(' ')
    if (ARABIC_PAIR.has(`${words[at - 1]} ${word}`)) return []
    return ARABIC.get(word) ?? heardFunctionWord(word) ?? word
  })
}

const plainWords = (text: string): string[] => tokenize(text).map((token) => token.text)

let functionWords: Spellings | undefined
const SURELY = 0.93
const VOWELS = /[aeiouwy]/g
/** Of a word with fewer consonants too many others sound alike. */
const FEWEST_CONSONANTS = 3

/** The function word of Darija that a word spells in a way no list foresees. */
function heardFunctionWord(word: string): string | undefined {
  if (word >= '\u0600' || word.replace(VOWELS, '').length < FEWEST_CONSONANTS) return undefined
  functionWords ??= createSpellings(DIALECTS)
  const [best] = functionWords.readings(word)
  return best !== undefined && best.likeness >= SURELY ? best.word : undefined
}
