import type { KeywordSet } from '@smpp-connect/contracts'

/**
 * What the FCC calls a revocation (47 CFR 64.1200(a)(10): stop, quit, end, revoke, opt out, cancel, unsubscribe), and
 * what Twilio, AWS and Telnyx take besides (their pages on opt-out keywords).
 */
export const ENGLISH: KeywordSet = {
  language: 'en',
  stop: [
    'STOP',
    'STOPALL',
    'STOP ALL',
    'UNSUBSCRIBE',
    'UNSUB',
    'CANCEL',
    'END',
    'QUIT',
    'REVOKE',
    'OPT OUT',
    'OPTOUT',
    'REMOVE',
  ],
  start: ['START', 'UNSTOP', 'YES', 'OPT IN', 'OPTIN', 'SUBSCRIBE'],
  help: ['HELP', 'INFO'],
  stopReply: 'You will get no more texts from {sender}. Reply START to get them again.',
  startReply: 'You will get texts from {sender} again. Reply STOP to get no more.',
  helpReply: 'These texts come from {sender}. Reply STOP to get no more.',
}
