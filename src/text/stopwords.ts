/**
 * Words that tell nothing about what a text is about, in the languages our users write. They are left out of questions, never
 * out of the index. Written in their usual spelling and folded at load, so that a list can be read by anyone who knows the
 * language. Arabic particles are also recognised with و and ف before them, prepositions with a pronoun after them.
 */
import { normalize } from './normalize.ts'

const words = (list: string): string[] => list.trim().split(/\s+/).map(normalize)

const ARABIC: string[] = words(`
  في من إلى على عن مع عند عندما منذ حتى خلال بين أمام خلف وراء فوق تحت قبل بعد حول ضد لدى دون بدون عبر نحو سوى غير ضمن أثناء
  حيث بحيث إذ إذا إذن لو لولا لأن لكن بل أو أم أما إما ثم كما كذلك أيضا فقط قد لقد سوف لم لن لا ما ليس ليست إن أن إنه أنه إنها أنها
  بأن بأنه بأنها فإن لأنه لأنها كأن لعل ليت هو هي هم هن هما أنا نحن أنت أنتم هذا هذه هذان هؤلاء ذلك تلك ذاك أولئك هنا هناك هنالك
  الذي التي الذين اللذان اللتان اللواتي اللاتي كل بعض أي أية كلا كلتا جميع كافة كان كانت كانوا يكون تكون يكونوا كن
  هل قام قامت تم يتم مما فيما عما ممن بما لما كلما حين حينما بينما مثل مثلا إلا أنّما إنما يا أيها ألا نعم
  به بها بهم بهما بنا بي بك له لها لهم لهما لنا لي لك لكم منه منها منهم منهما منا مني منك فيه فيها فيهم فيهما فينا عليه عليها عليهم عليهما علينا
  إليه إليها إليهم إليهما إلينا عنه عنها عنهم عنا معه معها معهم معنا عنده عندها عندهم لديه لديها لديهم بينه بينها بينهم بينهما
  وفق وفقا حسب بحسب بشأن بخصوص بسبب تجاه إزاء لكي كي ذات ذو ذي نفسه نفسها نفس عدة هكذا
`)

/** Question words and the words people wrap a question in; they are understood (`asked.ts`) and then left out. */
const ARABIC_QUESTION: string[] = words(`
  من ما ماذا متى أين كيف لماذا لم كم أي أية هل أيها أيهما بماذا لمن عمن علام إلام فيم بم مم عم ماهو ماهي ماهم منهو
  وما ومن ومتى وأين وكيف ولماذا وكم وهل فما فمن بأي بأية لأي لأية وأي بكم
  اذكر عرف عرّف حدد اشرح وضح المقصود يقصد تقصد المراد يعني تعني أخبرني قل قولي تقولي تقول احك احكي هات أعطني أعطيني
  أريد نريد أود أعرف نعرف أفهم أحتاج ممكن يمكن لطفا فضلك سمحت رجاء سؤال سؤالي استفسار صحيح بالضبط تحديدا عندي عندكم يعرف تعرفون
`)

/** Function and question words of Darija, and of the eastern dialects where a Moroccan group would meet them. */
export const DIALECTS: readonly string[] = words(`
  واش شنو شنوا شنهو شنهي آش أش شكون شكونو فين فاين فيناهو منين علاش لاش كيفاش كيفاه فوقاش إمتى امتا إمتا وقتاش شحال بشحال فاش باش
  ديال ديالو ديالها ديالهم ديالنا ديالي ديالك د هاد هادي هادو هداك هديك داك ديك دوك اللي لي اللى ف فهاد لهاد بهاد
  كاين كاينة كاينين راه راها راهم بلي حيت حتا شي بزاف ماشي مكاين مكاينش عندو عندنا معا معاه ولا ولكن دابا هوما هوا هيا حنا نتا نتي نتوما
  بغى بغا بغات بغاو كيبغي كتبغي كيبغيو باغي باغية باغيين باغا ناوي ناوية ناويين داروه دايرين نديرو ديرو
  هادشي هادا هادوك هدوك داكشي كاع غي غادي غادية غاديين ليها ليهم بيه بيها بيهم معاهم معاها كانو أشمن آشمن معامن فاشمن ملي إيلا يلا بحال كلشي
  كيتسمى كيتسماو كيقول كتقول واحد وحدة قالو دارو دارت كيدير كدير كيديرو كتدير بغيت نعرف كيعني
  شو شنهوا وش ايش إيش ايه إيه مين وين وينه منوين ليش ليه لماذ امتين إيمتى قديش قداش كام ازاي إزاي زي هيك كده دا دي ده هاي هاد هيدا هيدي بدي عايز عاوز
  رح راح لسه لسا بس كمان برضو عشان علشان مشان إلي يلي حدا
`)

const FRENCH: string[] = words(`
  le la les l un une des du de d au aux à en dans par pour sur sous avec sans entre vers chez contre selon et ou où mais donc or ni car que qu qui quoi dont
  ce cet cette ces c s se sa son ses leur leurs ma mon mes ta ton tes notre nos votre vos je tu il elle on nous vous ils elles y ne pas plus n est sont
  était étaient été être a ont avait avaient avoir fut furent sera fait faire quel quelle quels quelles quand comment pourquoi combien lequel laquelle
  est-ce t lors pendant depuis afin ainsi aussi comme si leur lui eux même tout tous toute toutes très peut selon quoi moi dit dis veut dire svp plaît savoir voudrais
`)

const ENGLISH: string[] = words(`
  the a an of in on at to for from by with without about into over under between among against during through after before since until and or but nor so
  if then than that this these those there here it its he she they them his her their our your my we you i me us who whom whose which what when where why
  how is are was were be been being am do does did done has have had having will would can could should shall may might must not no as such any some all
  each both more most many much few other own same s t say says said tell give name please know want exactly called
`)

const FUNCTION_WORDS: Set<string> = new Set([...ARABIC, ...ARABIC_QUESTION, ...DIALECTS, ...FRENCH, ...ENGLISH])

/** Whether a folded word says nothing of what is asked about. */
export function isStopword(word: string): boolean {
  // A letter by itself is a particle written apart (`ب 20`) or an initial.
  if (FUNCTION_WORDS.has(word) || /^\p{L}$/u.test(word)) return true
  return word.length > 2 && (word.startsWith('و') || word.startsWith('ف')) && FUNCTION_WORDS.has(word.slice(1))
}
