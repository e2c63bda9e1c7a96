/**
 * Fields without a sensible default, per command. Everything else of an input may be left out: integers become 0
 * (`interfaceVersion` 0x34), strings and messages empty, lists empty.
 */
export const REQUIRED_KEYS: Readonly<Record<string, readonly string[]>> = {
  bind_receiver: ['systemId'],
  bind_transmitter: ['systemId'],
  bind_transceiver: ['systemId'],
  outbind: ['systemId'],
  submit_sm: ['destinationAddr'],
  submit_multi: ['destAddress'],
  deliver_sm: ['destinationAddr'],
  data_sm: ['destinationAddr'],
  alert_notification: ['sourceAddr', 'esmeAddr'],
  query_sm: ['messageId'],
  replace_sm: ['messageId'],
  param_retrieve: ['paramName'],
  query_last_msgs: ['numMessages'],
  query_msg_details: ['messageId'],
}
