import type { Document } from '../../src/index.ts'
import { parseDocument } from '../../src/index.ts'

/** Text that breaks markup, mentions people, orders terminals and turns directions: it must arrive as text. */
export const HOSTILE =
  'قال الكاتب: *نجوم* _خط_ [رابط](javascript:alert(1)) `رمز` ~شطب~ ||ستر|| > اقتباس # عنوان \\ @everyone <@&1> <b>عريض</b> &lt; \u001B[31mأحمر 👨‍👩‍👧‍👦 مُحَمَّدٌ TSCTP 2005.'

const documents: Readonly<Record<string, string>> = {
  union: `اتحاد المغرب العربي

النشأة

تأسس اتحاد المغرب العربي عام 1989 في مدينة مراكش، ويضم خمس دول هي المغرب والجزائر وتونس وليبيا وموريتانيا. وقد توقفت اجتماعات قمته منذ عام 1994 بسبب الخلافات بين بعض أعضائه، وظلت مؤسساته الفنية تعمل.

الأمانة العامة

يوجد مقر الأمانة العامة للاتحاد في الرباط، ويتولاها أمين عام يعينه مجلس الرئاسة لمدة ثلاث سنوات قابلة للتجديد. وتسهر الأمانة على تنفيذ قرارات المجلس وإعداد البرامج المشتركة بين الدول الأعضاء.`,
  hostile: `نص خطير

التجربة

${HOSTILE} ولا يغير ذلك شيئا مما ينقله الروبوت إلى القارئ من نص الوثيقة كما هو مكتوب فيها حرفا حرفا.`,
}

/** A small corpus whose answers every platform's contract test can ask for. */
export function contractCorpus(): Document[] {
  return Object.entries(documents).map(([id, text]) => parseDocument({ id, file: `${id}.txt`, text, metadata: {} }))
}
