import type { KeywordSet } from '@smpp-connect/contracts'

/**
 * Languages in other scripts, and of other continents. Their replies go out in UCS-2, 70 characters a part, and are
 * short for that reason. What is left out, and why: the Arabic imperative of "start", which without its hamza is the
 * word for "never"; the single letters of Chinese campaigns (T, R, N), which are answers to other questions too.
 */
export const OTHER_SCRIPTS: readonly KeywordSet[] = [
  {
    language: 'uk',
    stop: ['STOP', 'СТОП', 'ВІДПИСАТИСЯ', 'ВІДПИСАТИСЬ', 'ВІДПИСКА'],
    start: ['START', 'СТАРТ', 'ПІДПИСАТИСЯ'],
    help: ['ДОПОМОГА', 'ІНФО'],
    stopReply: '{sender} більше не надсилатиме вам SMS. Повернути: START',
    startReply: '{sender} знову надсилає вам SMS. Відмова: STOP',
    helpReply: 'Ці SMS надсилає {sender}. Відмова: STOP',
  },
  {
    language: 'ru',
    stop: ['STOP', 'СТОП', 'ОТПИСАТЬСЯ', 'ОТПИСКА', 'ОТПИШИТЕ'],
    start: ['START', 'СТАРТ', 'ПОДПИСАТЬСЯ'],
    help: ['ПОМОЩЬ', 'СПРАВКА', 'ИНФО'],
    stopReply: '{sender} больше не пришлёт вам SMS. Вернуть: START',
    startReply: '{sender} снова присылает вам SMS. Отказ: STOP',
    helpReply: 'Эти SMS присылает {sender}. Отказ: STOP',
  },
  {
    language: 'ar',
    stop: ['STOP', 'إيقاف', 'توقف', 'قف', 'إلغاء الاشتراك'],
    start: ['START', 'اشتراك'],
    help: ['HELP', 'مساعدة'],
    stopReply: 'لن تصلك رسائل أخرى من {sender}. للعودة أرسل START',
    startReply: 'ستصلك الرسائل من {sender} من جديد. للإيقاف أرسل STOP',
    helpReply: 'هذه الرسائل من {sender}. للإيقاف أرسل STOP',
  },
  {
    language: 'he',
    stop: ['STOP', 'הסר', 'הסרה', 'הסירו', 'הסר אותי', 'הסירו אותי'],
    start: ['START', 'הרשמה'],
    help: ['HELP', 'עזרה', 'מידע'],
    stopReply: 'לא יישלחו אליך עוד הודעות מ-{sender}. לחידוש: START',
    startReply: 'שוב יישלחו אליך הודעות מ-{sender}. להסרה: STOP',
    helpReply: 'ההודעות האלה נשלחות מ-{sender}. להסרה: STOP',
  },
  {
    language: 'hi',
    stop: ['STOP', 'रोकें', 'रोको', 'बंद', 'बंद करें', 'बंद करो'],
    start: ['START', 'शुरू', 'शुरू करें'],
    help: ['HELP', 'मदद', 'सहायता'],
    stopReply: '{sender} से अब SMS नहीं आएँगे। फिर पाने के लिए START भेजें',
    startReply: '{sender} से SMS फिर आएँगे। रोकने के लिए STOP भेजें',
    helpReply: 'ये SMS {sender} से आते हैं। रोकने के लिए STOP भेजें',
  },
  {
    language: 'id',
    stop: ['STOP', 'BERHENTI', 'UNREG'],
    start: ['START', 'MULAI'],
    help: ['HELP', 'BANTUAN', 'INFO'],
    stopReply: 'Anda tidak akan menerima SMS lagi dari {sender}. Balas START untuk menerima lagi.',
    startReply: 'Anda kembali menerima SMS dari {sender}. Balas STOP untuk berhenti.',
    helpReply: 'SMS ini dari {sender}. Balas STOP untuk berhenti.',
  },
  {
    language: 'ja',
    stop: ['STOP', 'ストップ', '停止', '配信停止', '解除', '配信解除'],
    start: ['START', 'スタート', '再開', '配信再開'],
    help: ['HELP', 'ヘルプ'],
    stopReply: '{sender}からの配信を停止しました。再開はSTARTと返信してください。',
    startReply: '{sender}からの配信を再開しました。停止はSTOPと返信してください。',
    helpReply: 'このSMSは{sender}から送信されています。停止はSTOPと返信してください。',
  },
  {
    language: 'ko',
    stop: ['STOP', '수신거부', '거부', '중지'],
    start: ['START', '수신동의'],
    help: ['HELP', '도움말'],
    stopReply: '{sender}의 문자를 더 이상 보내지 않습니다. 다시 받기: START',
    startReply: '{sender}의 문자를 다시 보냅니다. 거부: STOP',
    helpReply: '이 문자는 {sender}에서 보냅니다. 거부: STOP',
  },
  {
    language: 'zh-Hans',
    stop: ['STOP', 'TD', '退订', '停止', '拒收', '取消订阅'],
    start: ['START', '订阅', '恢复'],
    help: ['HELP', '帮助'],
    stopReply: '您不会再收到{sender}的短信。如需恢复,请回复START。',
    startReply: '您将重新收到{sender}的短信。如需退订,请回复STOP。',
    helpReply: '这些短信来自{sender}。如需退订,请回复STOP。',
  },
  {
    language: 'zh-Hant',
    stop: ['STOP', '退訂', '停止', '拒收', '取消訂閱'],
    start: ['START', '訂閱', '恢復'],
    help: ['HELP', '說明', '幫助'],
    stopReply: '您不會再收到{sender}的簡訊。如需恢復,請回覆START。',
    startReply: '您將重新收到{sender}的簡訊。如需退訂,請回覆STOP。',
    helpReply: '這些簡訊來自{sender}。如需退訂,請回覆STOP。',
  },
]
