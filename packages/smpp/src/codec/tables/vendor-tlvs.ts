// Facts of the SMPP specifications 3.3, 3.4 (Issue 1.2, 12-Oct-1999) and 5.0 (19-Feb-2003): names, numbers, orders and
// sizes, with the section each row comes from. Where the two texts disagree or misprint, the row says what was chosen.
// Vendor and reserved-range tags seen in the field: examples for an operator, never assumed by the decoder.
import type { VendorTlvExample } from './spec-types.ts'

/** Tags outside the specification that providers are known to use. The same tag means different things to different providers. */
export const VENDOR_TLV_EXAMPLES = [
  {
    tag: 0x1400,
    name: 'PE_ID (DLT principal entity id)',
    type: 'octet_string or c_octet_string',
    source:
      'Indian operators / TRAI DLT convention (kneodev/ksmppd#135; operator guides). Same tag numbers are used differently by other vendors: make it configurable per link.',
    note: '19 digits; ksmppd#135 shows length 19 without NUL, other operators want a trailing NUL (length 20)',
  },
  {
    tag: 0x1401,
    name: 'template_id (DLT content template)',
    type: 'octet_string or c_octet_string',
    source:
      'Indian operators / TRAI DLT convention (kneodev/ksmppd#135; operator guides). Same tag numbers are used differently by other vendors: make it configurable per link.',
    note: '19 digits',
  },
  {
    tag: 0x1402,
    name: 'TM_ID / PE-TM chain hash',
    type: 'octet_string or c_octet_string',
    source:
      'Indian operators / TRAI DLT convention (kneodev/ksmppd#135; operator guides). Same tag numbers are used differently by other vendors: make it configurable per link.',
    note: 'telemarketer id(s), comma separated, or SHA-256 hex of the chain (since Dec 2024)',
  },
  { tag: 0x1400, name: 'customer reference', type: 'string <= 100', source: 'smsportal docs' },
  { tag: 0x1401, name: 'cost centre reference', type: 'string <= 100', source: 'smsportal docs' },
  { tag: 0x1401, name: 'carrier code', type: 'octet_string', source: 'Vibes developer docs' },
  { tag: 0x1403, name: 'alternate delivery flag', type: 'octet 0/1', source: 'Vibes developer docs' },
  { tag: 0x1402, name: 'operator_id', type: 'octet_string', source: 'Net::SMPP / mBlox' },
  { tag: 0x1403, name: 'tariff', type: 'octet_string', source: 'Net::SMPP / mBlox' },
  {
    tag: 0x1403,
    name: "MCC+MNC or '(null)'",
    type: 'octet_string',
    source: 'jookies/jasmin issues #269/#322; sms-clearing',
  },
  { tag: 0x1450, name: 'mcc', type: 'octet_string', source: 'jasmin / python-smpplib reports' },
  { tag: 0x1451, name: 'mnc', type: 'octet_string', source: 'jasmin / python-smpplib reports' },
  {
    tag: 0x1454,
    name: 'unknown, 4 octets',
    type: 'octet_string',
    source: 'onlinecity/php-smpp#70, jasmin test vector',
  },
  { tag: 0x1418, name: 'unknown, 4 octets', type: 'octet_string', source: 'onlinecity/php-smpp#70' },
  {
    tag: 0x1501,
    name: 'source MSC address',
    type: 'octet_string',
    source: 'jsmpp OptionalParameter (VENDOR_SPECIFIC_SOURCE_MSC_ADDR)',
  },
  {
    tag: 0x1502,
    name: 'destination MSC address',
    type: 'octet_string',
    source: 'jsmpp OptionalParameter (VENDOR_SPECIFIC_DEST_MSC_ADDR)',
  },
  { tag: 0x1502, name: 'MO message id (UUID, 36 characters, no NUL)', type: 'octet_string', source: '8x8 docs' },
  {
    tag: 0x1503,
    name: 'destination MCC (3 characters; docs print length 2 but value 3)',
    type: 'octet_string',
    source: '8x8 docs',
  },
  { tag: 0x1504, name: 'destination MNC', type: 'octet_string', source: '8x8 docs' },
  { tag: 0x1520, name: 'operator', type: 'octet_string', source: 'farhadi/node-smpp#31' },
  { tag: 0x2150, name: 'group_keyword', type: 'octet_string <= 10', source: 'Txtwire docs' },
  { tag: 0x2157, name: 'program id', type: 'octet_string <= 50', source: 'OpenMarket docs' },
  { tag: 0x2153, name: 'response code text', type: 'octet_string', source: 'raykrueger/ruby-smpp test vector' },
  { tag: 0x2167, name: 'response description text', type: 'octet_string', source: 'raykrueger/ruby-smpp test vector' },
  { tag: 0x3201, name: 'carrier_id', type: 'integer 2', source: 'Txtwire docs' },
  { tag: 0x8081, name: 'originating MSC address', type: 'octet_string', source: 'cloudhopper SmppConstants' },
  { tag: 0x8082, name: 'destination MSC address', type: 'octet_string', source: 'cloudhopper SmppConstants' },
] as const satisfies readonly VendorTlvExample[]
