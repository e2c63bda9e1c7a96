import { fold, wordsOf } from './fold.ts'

/** A wish in more words than these is a text for a person to read. */
const MOST_WORDS = 4

/**
 * Words that change nothing about a stop word beside them: asking, thanking, and what is to stop. What is not here makes
 * another text of it: "stop by tomorrow", "cancel my appointment", "end of month", "don't stop".
 */
const FILLERS: ReadonlySet<string> = new Set(
  [
    ...['please', 'pls', 'plz', 'kindly', 'now', 'immediately', 'all', 'everything', 'it', 'this', 'these', 'that'],
    ...['me', 'us', 'i', 'want', 'to', 'just', 'the', 'from', 'texting', 'sending', 'messaging', 'contacting'],
    ...['text', 'texts', 'message', 'messages', 'msg', 'msgs', 'sms', 'spam', 'thanks', 'thank', 'you', 'sorry'],
    ...['bitte', 'danke', 'mich', 'mir', 'jetzt', 'sofort', 'alle', 'alles', 'keine', 'nachrichten'],
    ...['svp', 'stp', 'sil', 'vous', 'te', 'plait', 'merci', 'moi', 'les', 'tout', 'tous', 'maintenant'],
    ...['por', 'favor', 'gracias', 'ya', 'ahora', 'todo', 'los', 'mensajes', 'quiero', 'la'],
    ...['obrigado', 'obrigada', 'agora', 'mensagens', 'as', 'os', 'quero'],
    ...['per', 'favore', 'grazie', 'adesso', 'subito', 'messaggi', 'voglio', 'i'],
    ...['aub', 'alsjeblieft', 'alstublieft', 'graag', 'nu', 'berichten', 'bedankt'],
    ...['proszę', 'dziękuję', 'już', 'prosím', 'děkuji', 'tack', 'takk', 'tak', 'vänligen', 'snälla', 'kiitos'],
    ...['lütfen', 'teşekkürler', 'пожалуйста', 'спасибо', 'смс', 'рассылку', 'будь', 'ласка', 'дякую', 'розсилку'],
    ...['من', 'فضلك', 'رجاء', 'شكرا', 'الرسائل', 'בבקשה', 'תודה', 'कृपया', 'धन्यवाद', 'tolong', 'terima', 'kasih'],
  ].map(fold),
)

/** The same in scripts that set no spaces, longest first. */
const JOINED_FILLERS: readonly string[] = [
  ...['お願いします', 'おねがいします', 'してください', 'して下さい', '希望', 'したい', 'です', 'を'],
  ...[
    '谢谢',
    '謝謝',
    '请',
    '請',
    '我要',
    '短信',
    '簡訊',
    '吧',
    '了',
    '해주세요',
    '해 주세요',
    '부탁드립니다',
    '합니다',
  ],
]
  .map(fold)
  .toSorted((a, b) => b.length - a.length)

/**
 * A folded text without the words that change nothing about a stop word beside them. Empty when it has too many words
 * to be looked at, or none.
 */
export function withoutFillers(folded: string): string {
  const words = wordsOf(folded)
  if (words.length > MOST_WORDS) return ''
  const telling = words.filter((word) => !FILLERS.has(word) && !/^\p{N}+$/u.test(word))
  return withoutJoinedFillers(telling.length > 0 ? telling.join(' ') : folded)
}

/** Letters that follow themselves, once each. */
export function oncePerLetter(folded: string): string {
  return folded.replace(/(\p{L})\1+/gu, '$1')
}

function withoutJoinedFillers(text: string): string {
  let bare = text
  for (let found = true; found; ) {
    found = false
    for (const filler of JOINED_FILLERS) {
      if (bare.length > filler.length && bare.startsWith(filler)) bare = bare.slice(filler.length).trim()
      else if (bare.length > filler.length && bare.endsWith(filler)) bare = bare.slice(0, -filler.length).trim()
      else continue
      found = true
      break
    }
  }
  return bare
}
