// Vietnamese text as search sees it: the twin of keys.py, and the ways of typing that only queries have.

const TONES = new Map([["\u0300", "f"], ["\u0309", "r"], ["\u0303", "x"], ["\u0301", "s"], ["\u0323", "j"]])
const SHAPES = new Map([["\u0302", "6"], ["\u031b", "7"], ["\u0306", "8"]])

export const lower = (text) => text.normalize("NFC").toLowerCase()

export const fold = (text) => lower(text).replaceAll("đ", "d").normalize("NFD").replace(/\p{M}/gu, "")

export const words = (text) => text.match(/[\p{L}\p{N}]+/gu) ?? []

// The syllables of a text, folded. The vowel y after consonants becomes i: Sỹ and Sĩ, Lý and Lí are one.
export const syllables = (text) => words(fold(text)).map((word) => word.replace(/^([^aeiouy]+|qu)y$/u, "$1i"))

// The marks of each syllable, a 0 between syllables: shapes of letters first, then the tone, wherever it stands.
export const marks = (text) => words(lower(text)).map(marksOf).join("0")

function marksOf(word) {
  const parts = [...word.normalize("NFD")]
  const found = (table) => parts.map((part) => table.get(part) ?? "").join("")
  return "9".repeat(word.split("đ").length - 1) + found(SHAPES) + found(TONES)
}

// --- typing methods: what was typed where the method was off ----------------------------------------------

const TELEX = { aa: "â", ee: "ê", oo: "ô", aw: "ă", ow: "ơ", uw: "ư" }
const TELEX_TONES = { f: "\u0300", r: "\u0309", x: "\u0303", s: "\u0301", j: "\u0323" }
const VNI_TONES = { 1: "\u0301", 2: "\u0300", 3: "\u0309", 4: "\u0303", 5: "\u0323" }
const SYLLABLE = /^(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?[aăâeêioôơuưy]{1,3}(?:ch|ng|nh|[cmnpt])?$/u

// The text that keys of Telex or VNI would have given; null where these are not what was typed.
export function typed(text) {
  for (const decode of [telex, vni]) {
    const decoded = lower(text).split(/\s+/).map((word) => decode(word) ?? word).join(" ").normalize("NFC")
    if (decoded !== lower(text)) return decoded
  }
  return null
}

// The tone is typed after its vowel or at the end, w after its vowel or later: "nguyeexn", "nguyeenx", "duongwf".
function telex(word) {
  if (!/^[a-z]+$/.test(word)) return null
  const [, before, tone = "", after = ""] = word.match(/^([a-z]*[aeiouyw][a-z]*)([frxsj])([a-z]*)$/) ?? ["", word]
  const letters = (before + after).replace(/^d(.*)d/, "đ$1").replace(/aa|ee|oo/g, (keys) => TELEX[keys])
    .replace(/uo(.*)w/, "ươ$1").replace(/uwo(w?)/, "ươ").replace(/([aou])([^aou]*)w/, (_, vowel, rest) => TELEX[`${vowel}w`] + rest)
  return toned(letters, TELEX_TONES[tone] ?? "", word)
}

function vni(word) {
  if (!/^[a-z]+\d[a-z\d]*$/.test(word)) return null
  const [tone = ""] = word.match(/[1-5]/) ?? []
  const letters = word.replace(/[1-5]/, "").replace(/^d(.*)9/, "đ$1").replace(/uo(.*)7/, "ươ$1")
    .replace(/([aeo])([^aeo]*)6/, "$1\u0302$2").replace(/([uo])([^uo]*)7/, "$1\u031b$2").replace(/a(.*)8/, "ă$1")
  return toned(letters.normalize("NFC"), VNI_TONES[tone] ?? "", word)
}

// The tone goes on a vowel, which one does not matter to search; null where no Vietnamese syllable comes out.
function toned(letters, tone, word) {
  if (!SYLLABLE.test(letters) || letters + tone === word) return null
  return letters.replace(/[aăâeêioôơuưy](?=[^aăâeêioôơuưy]*$)/u, `$&${tone}`).normalize("NFC")
}

// --- nearness ---------------------------------------------------------------------------------------------

// How many letters must be added, left out, changed or swapped to make one of the other; more than `most` is Infinity.
export function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return Infinity
  let before = []
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let i = 1; i <= one.length; i++) {
    const next = [i]
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1]
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + !same)
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        next[j] = Math.min(next[j], before[j - 2] + 1)
      }
    }
    if (Math.min(...next) > most) return Infinity
    before = row
    row = next
  }
  return row[other.length]
}
