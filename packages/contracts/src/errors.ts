/**
 * The error catalogue: every code that Connect may answer with or log. The reference page and the HTTP contract are
 * held to it by a test. `whose` says who can mend it; `retry` whether the same request may succeed later.
 */
export interface ErrorEntry {
  readonly httpStatus: number
  readonly title: string
  readonly whose: 'caller' | 'peer' | 'network' | 'store' | 'bug'
  readonly retry: boolean
  /** What the reader should do. */
  readonly advice: string
}

export const ERRORS = {
  'http-malformed': {
    httpStatus: 400,
    title: 'The request is not HTTP as it should be',
    whose: 'caller',
    retry: false,
    advice: 'Send HTTP/1.1 with headers of less than 16 kB, and send the whole request within the time limit.',
  },
  'body-not-json': {
    httpStatus: 400,
    title: 'The body is not JSON',
    whose: 'caller',
    retry: false,
    advice: 'Send a JSON object with Content-Type: application/json.',
  },
  'request-invalid': {
    httpStatus: 422,
    title: 'The request is not as it should be',
    whose: 'caller',
    retry: false,
    advice: 'Mend the fields listed under errors; each names the place, what was found and what is allowed.',
  },
  'body-too-large': {
    httpStatus: 413,
    title: 'The body is too large',
    whose: 'caller',
    retry: false,
    advice: 'Send fewer messages in one request; the limit is in the detail.',
  },
  'media-type-unsupported': {
    httpStatus: 415,
    title: 'The content type is not supported',
    whose: 'caller',
    retry: false,
    advice: 'Send application/json.',
  },
  'destination-invalid': {
    httpStatus: 422,
    title: 'The destination is not a number',
    whose: 'caller',
    retry: false,
    advice: 'Write the number in international form, for example +447700900123, or a short code of 3 to 7 digits.',
  },
  'sender-invalid': {
    httpStatus: 422,
    title: 'The sender address is not usable',
    whose: 'caller',
    retry: false,
    advice: 'Use a number, a short code, or a name of at most 11 letters, digits and spaces.',
  },
  'text-empty': {
    httpStatus: 422,
    title: 'The text is empty',
    whose: 'caller',
    retry: false,
    advice: 'Send at least one character.',
  },
  'text-too-long': {
    httpStatus: 422,
    title: 'The text is too long',
    whose: 'caller',
    retry: false,
    advice: 'Shorten the text, or raise the limit on parts (CONNECT_MAX_PARTS).',
  },
  'text-not-unicode': {
    httpStatus: 422,
    title: 'The text holds half of a surrogate pair',
    whose: 'caller',
    retry: false,
    advice: 'Send well-formed Unicode; the index in the detail says where the lone half stands.',
  },
  'no-smsc': {
    httpStatus: 422,
    title: 'There is no SMSC to send through',
    whose: 'caller',
    retry: false,
    advice: 'Add an SMSC in the console, or name one that exists.',
  },
  'time-invalid': {
    httpStatus: 422,
    title: 'The times of the message do not fit together',
    whose: 'caller',
    retry: false,
    advice: 'Give sendAt in the future (at most 400 days), and either validitySeconds or an expiresAt after it.',
  },
  'smpp-option-invalid': {
    httpStatus: 422,
    title: 'An SMPP option does not fit the text or the SMSC',
    whose: 'caller',
    retry: false,
    advice: 'The detail names the option, what was found and what the SMSC definition allows.',
  },
  'tlv-invalid': {
    httpStatus: 422,
    title: 'A TLV is not known, or its value does not fit it',
    whose: 'caller',
    retry: false,
    advice: 'Use a TLV of the specification, declare it on the SMSC definition, or give its tag as 0x1401.',
  },
  'text-not-in-alphabet': {
    httpStatus: 422,
    title: 'The text has a character that the wanted alphabet lacks',
    whose: 'caller',
    retry: false,
    advice: 'Leave the coding to Connect (auto), or take the character out; its index is in the detail.',
  },
  'opted-out': {
    httpStatus: 422,
    title: 'The person wants no texts from this address',
    whose: 'caller',
    retry: false,
    advice: 'Do not write to this person from this address. They can opt in again by a word such as START.',
  },
  'key-missing': {
    httpStatus: 401,
    title: 'No key was given',
    whose: 'caller',
    retry: false,
    advice: 'Send Authorization: Bearer KEY. Keys are made in the console under Settings.',
  },
  'key-wrong': {
    httpStatus: 401,
    title: 'The key is not valid',
    whose: 'caller',
    retry: false,
    advice: 'Check the key; it may have been revoked. Keys are made in the console under Settings.',
  },
  'login-wrong': {
    httpStatus: 401,
    title: 'The name or the password is wrong',
    whose: 'caller',
    retry: false,
    advice: 'Try again. A person with access to the machine can reset it: npx connect user reset NAME.',
  },
  'login-required': {
    httpStatus: 401,
    title: 'Log in first',
    whose: 'caller',
    retry: false,
    advice: 'Log in to the console.',
  },
  'origin-refused': {
    httpStatus: 403,
    title: 'The request came from another site',
    whose: 'caller',
    retry: false,
    advice: 'Use the console at its own address, or an API key.',
  },
  'setup-token-wrong': {
    httpStatus: 403,
    title: 'The set-up link is not valid',
    whose: 'caller',
    retry: false,
    advice: 'Use the link that the last start printed. It works once, and for one hour; a restart prints a new one.',
  },
  'setup-done': {
    httpStatus: 410,
    title: 'Connect is set up already',
    whose: 'caller',
    retry: false,
    advice: 'Log in.',
  },
  'too-many-attempts': {
    httpStatus: 429,
    title: 'Too many attempts',
    whose: 'caller',
    retry: true,
    advice: 'Wait for the time that Retry-After says.',
  },
  'too-many-feeds': {
    httpStatus: 429,
    title: 'Too many live feeds are open',
    whose: 'caller',
    retry: true,
    advice: 'Close some: each open console page takes one, and so does each program that follows /v1/events.',
  },
  'not-found': {
    httpStatus: 404,
    title: 'There is no such thing',
    whose: 'caller',
    retry: false,
    advice: 'Check the address and the id.',
  },
  'method-not-allowed': {
    httpStatus: 405,
    title: 'The method is not allowed here',
    whose: 'caller',
    retry: false,
    advice: 'See /openapi.json for what each address takes.',
  },
  'version-conflict': {
    httpStatus: 409,
    title: 'Somebody else changed it meanwhile',
    whose: 'caller',
    retry: false,
    advice: 'Load it again, look at what changed, and save once more.',
  },
  'version-unknown': {
    httpStatus: 409,
    title: 'That version is not kept',
    whose: 'caller',
    retry: false,
    advice: 'See its history for the versions that are.',
  },
  'name-taken': {
    httpStatus: 409,
    title: 'The name is taken',
    whose: 'caller',
    retry: false,
    advice: 'Choose another name.',
  },
  'smsc-in-use': {
    httpStatus: 409,
    title: 'Messages still wait for this SMSC',
    whose: 'caller',
    retry: true,
    advice:
      'Say what is to become of them (`connect smsc delete`, PUT /v1/smscs/{id}/deletion): they leave first, go elsewhere, or end.',
  },
  'smsc-deleting': {
    httpStatus: 409,
    title: 'The SMSC is being deleted',
    whose: 'caller',
    retry: false,
    advice: 'It takes nothing new. Name another one or none, or keep it (`connect smsc keep`).',
  },
  'smsc-not-deleted': {
    httpStatus: 409,
    title: 'The SMSC is not being deleted',
    whose: 'caller',
    retry: false,
    advice: 'There is no deletion to take back. One that is over is undone by going back to a version of its history.',
  },
  'bind-not-tried': {
    httpStatus: 503,
    title: 'The bind could not be tried',
    whose: 'network',
    retry: true,
    advice: 'The detail says why: connect an edge that hosts what the bind needs, update it, or try again in a moment.',
  },
  'smsc-edges-unfit': {
    httpStatus: 422,
    title: 'No edge could hold the binds of this SMSC',
    whose: 'caller',
    retry: false,
    advice:
      'Name edges that are there, and that host what the binds need: a transceiver bind needs `connect edge`; with Sender and Receiver apart, use one transmitter and one receiver, and name one of each.',
  },
  'smsc-in-routing': {
    httpStatus: 409,
    title: 'A routing rule names this SMSC',
    whose: 'caller',
    retry: false,
    advice:
      'Take it out of the rules named in the detail first, or have that done with the deletion (`"routing": "remove"`).',
  },
  'routing-invalid': {
    httpStatus: 422,
    title: 'The routing rules do not hold together',
    whose: 'caller',
    retry: false,
    advice: 'Mend the places listed under errors. Nothing was changed.',
  },
  'state-conflict': {
    httpStatus: 409,
    title: 'The message is not in a state that allows this',
    whose: 'caller',
    retry: false,
    advice: 'Look at the message: its state may have changed meanwhile.',
  },
  'idempotency-key-invalid': {
    httpStatus: 400,
    title: 'The Idempotency-Key is not usable',
    whose: 'caller',
    retry: false,
    advice: 'Send 1 to 200 printable characters.',
  },
  'idempotency-key-reused': {
    httpStatus: 422,
    title: 'The Idempotency-Key was used for another request',
    whose: 'caller',
    retry: false,
    advice: 'Use a new key for a new request; repeat the very same body to get the stored answer.',
  },
  'idempotency-key-busy': {
    httpStatus: 409,
    title: 'A request with this Idempotency-Key is still being worked on',
    whose: 'caller',
    retry: true,
    advice: 'Wait a moment and repeat it.',
  },
  'idempotency-cut-off': {
    httpStatus: 409,
    title: 'The first request with this Idempotency-Key was cut off',
    whose: 'caller',
    retry: false,
    advice:
      'Connect ended while it was at work, and what came of it cannot be told from here. Look where the detail says; if it was not done, ask again with a new key.',
  },
  'idempotency-answer-secret': {
    httpStatus: 409,
    title: 'The answer under this Idempotency-Key held a secret and is not kept',
    whose: 'caller',
    retry: false,
    advice:
      'The request was done once, and is not done again. If the secret never came, revoke what was made (an API key: DELETE /v1/api-keys/ID, its id is in the list) and ask again with a new key.',
  },
  'store-unavailable': {
    httpStatus: 503,
    title: 'The store cannot take anything now',
    whose: 'store',
    retry: true,
    advice: 'Nothing was accepted. Repeat the request later; the detail, /readyz and the log say why.',
  },
  stopping: {
    httpStatus: 503,
    title: 'Connect is stopping',
    whose: 'network',
    retry: true,
    advice: 'Repeat the request when it runs again.',
  },
  'simulator-off': {
    httpStatus: 404,
    title: 'The simulator is not running',
    whose: 'caller',
    retry: false,
    advice: 'Start Connect with the simulator (it is on unless --no-simulator was given).',
  },
  'phone-not-reachable': {
    httpStatus: 409,
    title: 'No receiver is bound to the simulator',
    whose: 'peer',
    retry: true,
    advice: 'Check that the SMSC definition that points to the simulator is enabled and bound.',
  },
  internal: {
    httpStatus: 500,
    title: 'Something went wrong inside Connect',
    whose: 'bug',
    retry: true,
    advice: 'Report the trace id of this answer together with the log lines that carry it.',
  },
} as const satisfies Record<string, ErrorEntry>

export type ErrorCode = keyof typeof ERRORS

/** One place in a request that is wrong. `pointer` is a JSON pointer (RFC 6901) into the body, or the parameter's name. */
export interface ErrorPlace {
  readonly pointer: string
  readonly detail: string
}

/** An expected refusal, as a value. `detail` is for the reader and carries no text, password or whole number. */
export interface Refusal {
  readonly code: ErrorCode
  readonly detail: string
  readonly errors?: readonly ErrorPlace[]
  /** When the same request may be worth repeating; becomes Retry-After. */
  readonly retryAfterSeconds?: number
}

/** Either a value or a refusal. */
export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: Refusal }

export function ok<Value>(value: Value): Outcome<Value> {
  return { ok: true, value }
}

export function refuse<Value>(code: ErrorCode, detail: string, errors?: readonly ErrorPlace[]): Outcome<Value> {
  return { ok: false, refusal: errors ? { code, detail, errors } : { code, detail } }
}
