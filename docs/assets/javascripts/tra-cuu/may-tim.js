// The search engine: asks Pagefind for pieces of names (see keys.py), puts what it finds in order, counts and filters.
//
// Rows are pages: those that fit as well stand in the order in which one would want them. What is looked for comes in
// turns, the surest first: the whole name with its marks, the whole name, a part of names, partly typed names, a name
// with a place, award or year, words of texts; and where all that finds nothing, what was typed without its typing
// method, the nearest spelling, and the words one by one.

import { language } from "../loi.js"
import { distance, fold, lower, marks, syllables, typed, words } from "./chu.js"

const TONGUE = language === "vi" ? "" : `${language}/` // where cards and labels of the page's language lie
const LONGEST_RUN = 3 // as in keys.py
const SETS_FROM = "]".charCodeAt() // as in search.py
const SHORTEST = 3 // letters from which a word is completed
const MOST_COMPLETIONS = 24
const MOST_NEAR = 8
const MOST_READ = 640 // rows whose cards are read to find words beside a name
const LIFTED = ["nam", "tinh-cu", "tinh-nay", "khoi", "hinh-thuc", "cap"]

// Pagefind works in the page and not in a worker of its own: that would be fetched only now, and would fetch again what
// the page has asked for from the start. Which index there is now says kho.json alone, which is never taken from what the
// browser keeps; the page may be older.
export async function open(root) {
  const begin = import(new URL("pagefind/pagefind.js", root)).then(({ createInstance }) => (tag) =>
    createInstance({ baseUrl: root.pathname, metaCacheTag: tag, noWorker: true }))
  const expected = document.querySelector('link[rel="preload"][href*="pagefind-entry.json"]')
  const tag = expected && new URL(expected.href).searchParams.get("ts")
  const [about, pagefind] = await Promise.all([
    fetch(new URL("tra-cuu/kho.json", root), { cache: "no-cache" }).then(sound).then((answer) => answer.json()),
    begin.then((instance) => tag && instance(tag)),
  ])
  const now = about.index === tag ? pagefind : (await begin)(about.index)
  await now.filters() // which fails where it cannot begin
  return new Engine(root, about, now)
}

// Pagefind keeps it to itself when a part of its index cannot be fetched, and finds nothing there ever after.
let lost = 0
const fetched = globalThis.fetch
globalThis.fetch = async (asked, ...options) => {
  const answer = fetched(asked, ...options)
  if (String(asked).endsWith(".pf_index")) await answer.then(sound).catch(() => (lost += 1))
  return answer
}

class Engine {
  #files = new Map()
  #pieces = new Map()
  #texts = new Map()
  #runs = new Map()

  constructor(root, about, pagefind) {
    this.root = root
    this.about = about
    this.abbreviations = new Map(Object.entries(about.abbreviations))
    this.pagefind = pagefind
    this.lost = lost
  }

  async search({ q = "", filters = {}, sort = "" }) {
    const narrowed = Object.values(filters).some((values) => values.length)
    const found = q.trim() ? await this.#found(q) : { ...nothing(), rows: narrowed ? this.#all() : [] }
    const rows = narrowed ? await this.#narrow(found.rows, filters) : found.rows
    return { ...found, found: found.rows, rows: sort ? await this.#sorted(rows, sort) : rows, filters }
  }

  // The facets of an answer, each counted over what the choices in the others leave.
  async facets({ found, filters }) {
    const columns = await this.#columns()
    return Promise.all(
      Object.entries(columns).map(async ([name, column]) => {
        const rows = await this.#narrow(found, { ...filters, [name]: [] })
        const bySet = new Uint32Array(column.sets.length)
        for (const row of rows) bySet[column.rows[row]]++
        const counts = new Uint32Array(column.values.length)
        column.sets.forEach((set, at) => set.forEach((value) => (counts[value] += bySet[at])))
        const chosen = new Set(filters[name])
        const values = column.values.map(([value, label, said], at) => ({ value, label: said ?? label, count: counts[at], chosen: chosen.has(value) }))
        return { name, label: column.said ?? column.label, values: inOrder(name, values.filter((it) => it.count || it.chosen)) }
      }),
    )
  }

  async cards(rows) {
    const size = this.about.cards
    return Promise.all(
      rows.map(async (row) => {
        const card = (await this.#file(`${TONGUE}${Math.floor(row / size)}`))[row % size]
        const [address, kind, title, summary, distinguishing, status, sources] = card
        return { address, kind, title, summary, distinguishing, status,
          sources: sources.map(([label, address]) => ({ label, address: address || null })) }
      }),
    )
  }

  // The words around a find in the text of a page: before, found, after. Null where it was not found by its text.
  async text(row, q) {
    const { content } = (await this.#texts.get(row)?.data()) ?? {}
    return content ? around(content, q) : null
  }

  // --- what is looked for, in turns -----------------------------------------------------------------------

  async #found(q) {
    const asked = lower(q).trim()
    const rows = new Set()
    const add = (more) => more.forEach((row) => rows.add(row))
    const answer = (how, understood = null, suggestions = []) => ({ rows: [...rows], how, understood, suggestions })

    const expanded = this.#expanded(asked)
    const [long, plain, told] = await Promise.all([expanded && this.#named(expanded), this.#named(asked), this.#phrase(expanded ?? asked)])
    for (const named of [long, plain]) if (named) add(named.marked)
    const whole = [long, plain].some((named) => named?.whole.length)
    const sure = whole && (plain.marked.length || !/[^0]/.test(marks(asked)))
    const begun = sure || /\s$/.test(q) ? NONE : await this.#completed(asked)
    add(begun.alike)
    for (const named of [long, plain]) if (named) add([...named.whole, ...named.numbered, ...named.part])
    if (!whole) add(await this.#lifted(expanded ?? asked))
    add(told)
    add(begun.rows)
    if (rows.size) return answer("exact")

    const meant = typed(asked)
    if (meant) {
      add(all(await this.#named(meant)))
      add((await this.#completed(meant)).rows)
      add(await this.#lifted(meant))
      if (rows.size) return answer("typing", meant)
    }
    add(await this.#apart(asked))
    if (!rows.size) add(await this.#beside(asked))
    if (rows.size) return answer("words")
    const near = await this.#near(asked, 1)
    for (const run of near) add(await this.#run(run.split(" ")))
    if (rows.size) return answer("near", (await this.cards([[...rows][0]]))[0].title, near.slice(1))
    add(await this.#words(expanded ?? asked))
    const suggestions = await this.#near(asked, 2)
    return answer(rows.size ? "words" : "none", null, suggestions)
  }

  // Pages that bear a name: the whole of it with its marks, an end of it with marks that were typed, the whole, a part.
  async #named(text) {
    const parts = syllables(text)
    if (!parts.length) return { marked: [], whole: [], numbered: [], part: [] }
    const joined = parts.join("")
    const signs = marks(text)
    const [marked, whole, numbered, part] = await Promise.all([
      this.#piece(`${joined}zm${signs}`),
      this.#piece(`${joined}zw`),
      this.#numbered(text),
      this.#run(parts),
    ])
    const wholes = new Set(whole)
    return { marked: [...marked.filter((row) => wholes.has(row)), ...(/[^0]/.test(signs) ? marked : [])], whole, numbered, part }
  }

  // Names with a run of syllables; a long one in pieces that share a syllable with the next.
  async #run(parts) {
    const last = Math.max(0, parts.length - LONGEST_RUN)
    const starts = new Set([last])
    for (let at = 0; at < last; at += LONGEST_RUN - 1) starts.add(at)
    const pieces = await Promise.all([...starts].map((at) => this.#piece(parts.slice(at, at + LONGEST_RUN).join(""))))
    const [rows, ...others] = pieces.sort((a, b) => a.length - b.length)
    const sets = others.map((those) => new Set(those))
    return rows.filter((row) => sets.every((those) => those.has(row)))
  }

  // Decisions by their number, however it is put: 2721/QĐ-CTN, 2721 qd ctn, QĐ 2721, quyết định số 2721.
  async #numbered(text) {
    const parts = fold(text).replace(/\b(?:quyet dinh|so)\b/g, " ").match(/\p{N}+|\p{L}+/gu) ?? []
    const at = parts.findIndex((part) => /\p{N}/u.test(part))
    if (at < 0 || at > 1 || parts.length > 6) return []
    return this.#piece([parts[at], ...parts.slice(0, at), ...parts.slice(at + 1)].join(""))
  }

  #expanded(text) {
    if (/\d/.test(text)) return null // QĐ-UBND in the number of a decision
    const long = text.split(/\s+/).map((word) => this.abbreviations.get(fold(word)) ?? word).join(" ")
    return long === text ? null : long
  }

  // Names whose last syllable is only begun; those first that have the marks that were typed.
  async #completed(text) {
    const parts = syllables(text)
    const begun = new Set([parts.join(""), [...parts.slice(0, -1), words(fold(text)).at(-1)].join("")])
    if (Math.min(...[...begun].map((letters) => letters.length)) < SHORTEST) return NONE
    const runs = (await this.#runsOf(parts.length)).filter((run) => {
      const letters = run.replaceAll(" ", "")
      return [...begun].some((those) => letters.startsWith(those)) && letters !== parts.join("")
    })
    const found = (await Promise.all(runs.slice(0, MOST_COMPLETIONS).map((run) => this.#run(run.split(" "))))).flat()
    return found.length > MOST_READ ? { rows: found, alike: [] } : this.#asMarked(found, text)
  }

  // Rows in the order of how many of the typed syllables their names have, marks and all; and those that have all.
  async #asMarked(rows, text) {
    const sought = words(lower(text))
    const cards = await this.cards(rows)
    const agreeing = cards.map(({ title }) => {
      const said = words(lower(title))
      const agrees = (word, at, from) => (at < sought.length - 1 ? said[from + at] === word : said[from + at]?.startsWith(word))
      return Math.max(0, ...said.map((_, from) => sought.filter((word, at) => agrees(word, at, from)).length))
    })
    const ordered = rows.map((row, at) => [row, agreeing[at]]).sort((a, b) => b[1] - a[1])
    return { rows: ordered.map(([row]) => row), alike: ordered.filter(([, n]) => n === sought.length).map(([row]) => row) }
  }

  // A name with a place, award, bloc or year beside it: these narrow what the name finds.
  async #lifted(text) {
    const parts = syllables(text)
    const labels = await this.#labels()
    const typedWords = words(lower(text))
    const filters = []
    let rest = typedWords.map((_, at) => at)
    for (let size = Math.min(parts.length, 10); size; size--) {
      for (let at = 0; at + size <= rest.length; at++) {
        const span = rest.slice(at, at + size)
        const meant = labels.get(span.map((word) => parts[word]).join(""))
        if (!meant || span.at(-1) - span[0] >= size) continue
        filters.push(meant)
        rest = [...rest.slice(0, at), ...rest.slice(at + size)]
      }
    }
    if (filters.some((meant) => meant.some(([facet]) => facet === "nam"))) rest = rest.filter((at) => parts[at] !== "nam")
    if (!filters.length) return []
    const rows = new Set()
    if (rest.length) all(await this.#named(rest.map((at) => typedWords[at]).join(" "))).forEach((row) => rows.add(row))
    const columns = await this.#columns()
    const fits = (row) => filters.every((meant) => meant.some(([facet, value]) => setOf(columns[facet], row).includes(value)))
    return (rest.length ? [...rows] : this.#all()).filter(fits)
  }

  // What can stand beside a name, by its syllables in one piece: facet and place of the value in it.
  async #labels() {
    this.labels ??= this.#columns().then((columns) => {
      const labels = new Map()
      for (const facet of LIFTED) {
        columns[facet].values.forEach(([, label], at) => {
          const names = [syllables(label), syllables(label.replace(/^(tỉnh|thành phố)\s+/iu, ""))]
          if (facet === "hinh-thuc") names.push(...names[0].map((_, end) => names[0].slice(0, end)).slice(2))
          for (const piece of new Set(names.map((parts) => parts.join("")))) {
            labels.set(piece, [...(labels.get(piece) ?? []), [facet, at]])
          }
        })
      }
      return labels
    })
    return this.labels
  }

  // Pages whose text has the words as they stand.
  async #phrase(text) {
    return inFound(await this.#ask(`"${wordsOfText(text)}"`))
  }

  // Pages whose text has the words somewhere; hand-written ones after those of records.
  async #words(text) {
    const rows = inFound(await this.#ask(wordsOfText(text)))
    return [...rows.filter((row) => row < this.about.records), ...rows.filter((row) => row >= this.about.records)]
  }

  // Names that have all the syllables, others between them or in another order: “Nguyễn Thắng” for “Nguyễn Văn Thắng”.
  async #apart(text) {
    const parts = syllables(text)
    const all = (name) => parts.every((part) => name.includes(part))
    if (parts.length < 2 || !(await this.#names()).some((name) => all(name.split(" ")))) return []
    const found = (await this.#ask(parts.join(" "))).filter(({ row }) => row < this.about.records)
    return inFound([...inTitles(found), ...inOthers(found)])
  }

  // A name with other words beside it, before or after: those that the results of the name say.
  async #beside(text) {
    const parts = syllables(text)
    for (let size = parts.length - 1; size > 1; size--) {
      for (const [name, rest] of [[parts.slice(0, size), parts.slice(size)], [parts.slice(-size), parts.slice(0, -size)]]) {
        const rows = await this.#run(name)
        if (!rows.length || rows.length > MOST_READ) continue
        const cards = await this.cards(rows)
        const said = (card) => syllables(`${card.title} ${card.summary} ${card.distinguishing}`)
        const fit = rows.filter((_, at) => {
          const those = said(cards[at])
          return rest.every((word) => those.includes(word))
        })
        if (fit.length) return fit
      }
    }
    return []
  }

  // The names, or parts of names, that are spelt most nearly so: those that differ least, whole names first.
  async #near(text, most) {
    const parts = syllables(text)
    const joined = parts.join("")
    if (joined.length < 4) return []
    const near = []
    const names = new Set(await this.#names())
    for (const size of [parts.length, parts.length - 1, parts.length + 1].filter((size) => size > 0)) {
      for (const run of await this.#runsOf(size)) {
        const away = distance(joined, run.replaceAll(" ", ""), most)
        if (away <= most) near.push([away, names.has(run) ? 0 : 1, run])
      }
    }
    near.sort((a, b) => a[0] - b[0] || a[1] - b[1])
    const least = near[0]?.[1]
    return [...new Set(near.filter(([, part]) => part === least).map(([, , run]) => run))].slice(0, MOST_NEAR)
  }

  // --- names ----------------------------------------------------------------------------------------------

  async #names() {
    this.names ??= this.#file("ten").then((told) => {
      let before = []
      return told.map((line) => {
        const [shared, ...parts] = line.split(" ")
        before = [...before.slice(0, Number(shared)), ...parts.filter(Boolean)]
        return before.join(" ")
      })
    })
    return this.names
  }

  // All runs of so many syllables that stand in names.
  async #runsOf(size) {
    if (!this.#runs.has(size)) {
      const runs = new Set()
      for (const name of await this.#names()) {
        const parts = name.split(" ")
        for (let at = 0; at + size <= parts.length; at++) runs.add(parts.slice(at, at + size).join(" "))
      }
      this.#runs.set(size, [...runs])
    }
    return this.#runs.get(size)
  }

  // --- rows -----------------------------------------------------------------------------------------------

  #all() {
    return Array.from({ length: this.about.rows }, (_, row) => row)
  }

  // Rows with a piece in their title, then those with it in another name.
  #piece(piece) {
    if (!this.#pieces.has(piece)) {
      this.#pieces.set(piece, this.#ask(`"${piece}"`).then((found) => inFound([...inTitles(found), ...inOthers(found)])))
    }
    return this.#pieces.get(piece)
  }

  // What Pagefind finds, in its order: rows, and whether under another name than their title.
  async #ask(query) {
    const { results } = await this.pagefind.search(query)
    if (lost > this.lost) throw new Error("a part of the index could not be fetched")
    return results.flatMap((result) => {
      const [, first, other, count, text] = result.id.match(/^(\d+)(\+?)(?:\.(\d+))?(\.vi_\w+)?$/)
      if (text) this.#texts.set(Number(first), result)
      return Array.from({ length: Number(count ?? 1) }, (_, at) => ({ row: Number(first) + at, other: other === "+" }))
    })
  }

  async #narrow(rows, filters) {
    const chosen = Object.entries(filters).filter(([, values]) => values.length)
    if (!chosen.length) return rows
    const columns = await this.#columns()
    const tests = chosen.map(([name, values]) => {
      const column = columns[name]
      const wanted = new Set(column?.values.flatMap(([value], at) => (values.includes(value) ? [at] : [])))
      const fits = column?.sets.map((set) => set.some((value) => wanted.has(value))) ?? []
      return (row) => fits[column?.rows[row]]
    })
    return rows.filter((row) => tests.every((test) => test(row)))
  }

  async #sorted(rows, sort) {
    if (sort === "ten") return [...rows].sort((a, b) => a - b)
    const { nam } = await this.#columns()
    const years = nam.sets.map((set) => set.map((at) => Number(nam.values[at][0])))
    const year = years.map((those) => (sort === "moi" ? Math.max(...those) : Math.min(...those)))
    const key = (row) => (Number.isFinite(year[nam.rows[row]]) ? year[nam.rows[row]] * (sort === "moi" ? -1 : 1) : Infinity)
    return [...rows].sort((a, b) => key(a) - key(b) || a - b)
  }

  // What rows can be narrowed by: for each facet its values, the sets of them that occur, and the set of each row.
  #columns() {
    this.columns ??= Promise.all([this.#file("cot"), TONGUE && this.#file(`${TONGUE}nhan`)]).then(([columns, labels]) => {
      for (const [name, [label, values]] of Object.entries(labels || {})) {
        columns[name].said = label
        values.forEach((said, at) => columns[name].values[at].push(said))
      }
      for (const column of Object.values(columns)) {
        if (!(column.rows in columns)) column.rows = Uint16Array.from(column.rows, (letter) => letter.charCodeAt() - SETS_FROM)
      }
      for (const column of Object.values(columns)) {
        if (typeof column.rows === "string") column.rows = columns[column.rows].rows
      }
      return columns
    })
    this.columns.catch(() => (this.columns = undefined))
    return this.columns
  }

  async #file(name) {
    if (!this.#files.has(name)) {
      const url = new URL(`tra-cuu/${this.about.release}/${name}.bv`, this.root)
      const content = fetch(url).then(sound).then((answer) => new Response(answer.body.pipeThrough(new DecompressionStream("gzip"))).json())
      content.catch(() => this.#files.delete(name))
      this.#files.set(name, content)
    }
    return this.#files.get(name)
  }
}

const NONE = { rows: [], alike: [] }

const nothing = () => ({ rows: [], how: "none", understood: null, suggestions: [] })

const byRow = (a, b) => a.row - b.row
const inTitles = (found) => found.filter(({ other }) => !other).sort(byRow)
const inOthers = (found) => found.filter(({ other }) => other).sort(byRow)

const inFound = (found) => found.map(({ row }) => row)
const wordsOfText = (text) => syllables(text).map((syllable) => `${syllable}zt`).join(" ") // as in keys.py
const all = ({ marked, whole, numbered, part }) => [...marked, ...whole, ...numbered, ...part]

const setOf = (column, row) => column.sets[column.rows[row]]

function sound(answer) {
  if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`)
  return answer
}

function inOrder(name, values) {
  return values.sort((a, b) => (name === "nam" ? b.label - a.label : b.count - a.count))
}

// The text around the place where the words of the query stand in it, marks or none; null where they do not.
function around(text, q) {
  const letters = [...text.normalize("NFC")]
  const bare = letters.map((letter) => fold(letter) || letter)
  if (bare.some((letter) => letter.length !== 1)) return null
  const sought = words(fold(q)).join("[^\\p{L}\\p{N}]+")
  const found = new RegExp(`(?<![\\p{L}\\p{N}])${sought}(?![\\p{L}\\p{N}])`, "u").exec(bare.join(""))
  if (!sought || !found) return null
  const to = found.index + found[0].length
  const start = Math.max(0, letters.lastIndexOf(" ", Math.max(0, found.index - 40)))
  return [letters.slice(start, found.index), letters.slice(found.index, to), letters.slice(to, to + 120)].map((part) => part.join(""))
}
