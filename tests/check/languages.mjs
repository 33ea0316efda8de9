// What is particular to each of the extension's languages, as far as a machine can check it.

// Keys with these prefixes are not translated yet.
export const UNTRANSLATED = ['owner_', 'log_'];

// What is not a word of any language, or is a name.
export const NOT_WORDS = [
  'extension_name',
  'language_direction',
  'join_pair',
  'join_list',
  'report_writer',
  'report_share',
  'fact_utc',
  'fact_request_id',
  'hop_dns',
  'format_markdown',
  'format_json',
];

// No word that would have to agree with a number may follow it: only a unit, a sign or the end.
export const NUMBER_STANDS_ALONE = /^(\u00a0?%|[ \u00a0]m?s\b| 毫?秒|[)）]|$)/;

// All quotation marks; each language uses its own among them, and none uses the straight ones.
export const QUOTES = '„“”‚‘’«»‹›「」『』';

// A parameter is usually a word in another script. In a sentence that runs from right to left, its characters and the
// signs around it would change places if it did not stand between FSI and PDI (Unicode's isolates).
const OPEN_PARAMETER = /(?<!\u2068)\$\d|\$\d(?!\u2069)/;
// Isolates say nothing about the direction of a line. So a text without a letter of its own begins with RLM.
const NO_DIRECTION = /^(?!\u200f)(?=.*\$)\P{sc=Arab}*$/u;
// Chinese and Japanese put a space between their own characters and letters or numbers of other scripts.
const NO_SPACE = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}ー][A-Za-z0-9$]|[A-Za-z0-9][\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]/u;
const HALF_WIDTH = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}ー] ?[,.!?:;()]|[,!?:;)] ?[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]|[（），。：、] | [（），。：、]/u;
const ISOLATES = /[\u200f\u2068\u2069]/;

// `same`: the keys whose text happens to be the same as in English. `quotes`: its quotation marks and apostrophe.
// `never`: what no text of it contains.
export const LANGUAGES = {
  ar: {
    name: 'Arabic',
    rightToLeft: true,
    quotes: '«»',
    same: [],
    never: {
      'a parameter without isolates': OPEN_PARAMETER,
      'only parameters and signs, and no direction': NO_DIRECTION,
      'a comma, semicolon or question mark of another script': /\p{sc=Arab}[,;?]/u,
      'letters of Persian that look alike': /[کیگپچژ]/,
      'a tanwin behind its alef': /اً/,
    },
  },
  de: {
    name: 'German',
    quotes: '„“‚‘’',
    same: ['fact_status', 'hop_gateway', 'hop_app'],
    never: {
      'a reader it is on first-name terms with': /\b(du|dein\w*|dich|dir)\b/i,
      'a breakable or no space before a per cent sign': /[^\u00a0]%/,
      'signs for the direction': ISOLATES,
    },
  },
  es: {
    name: 'Spanish',
    quotes: '«»“”',
    same: ['fact_error', 'hop_app', 'check_answer_edge_alive_silent', 'report_removed_cookie'],
    never: {
      'a reader it is on first-name terms with': /(?<!\p{L})(tú|tus?|tuy[oa]s?|ti|contigo|te)(?!\p{L})/iu,
      'a question or exclamation that is not opened': /^[^¿]*\?|^[^¡]*!/,
      'a breakable or no space before a per cent sign': /[^\u00a0]%/,
      'signs for the direction': ISOLATES,
    },
  },
  fr: {
    name: 'French',
    quotes: '«»’',
    same: ['cause_maintenance', 'report_cause', 'options_sites', 'report_removed_cookie'],
    never: {
      'a reader it is on first-name terms with': /(?<!\p{L})(tu|tes?|ton|ta|toi)(?!\p{L})/iu,
      'a breakable or no space before a sign of two parts': /(?<!\u00a0)([?!;%»]|:(?!\/\/))/,
      'an elision that depends on a parameter': /(?<!\p{L})(de|que|le|la|je|ne|se) \$\d/iu,
      'signs for the direction': ISOLATES,
    },
  },
  ja: {
    name: 'Japanese',
    quotes: '「」『』',
    same: [],
    never: {
      'letters and foreign ones without a space': NO_SPACE,
      'punctuation of half the width': HALF_WIDTH,
      'a sentence that is not polite': /(?<!(です|ます|でした|ました|ません|ください|か)(（[^）]*）)?)。/u,
      'signs for the direction': ISOLATES,
    },
  },
  zh_CN: {
    name: 'Simplified Chinese',
    quotes: '“”‘’',
    same: [],
    never: {
      'letters and foreign ones without a space': NO_SPACE,
      'punctuation of half the width': HALF_WIDTH,
      'a reader it is on first-name terms with': /你/,
      'letters of traditional Chinese or Japanese': /[網頁這個錯誤請關閉應連線證書務設備無為從過發現時還與]/,
      'signs for the direction': ISOLATES,
    },
  },
};
