// The search page. What is asked stands in the address; each question is looked up once, and only the newest is shown.
import { say as sentence } from "../loi.js"
import { walkable } from "./ban-phim.js"
import { facetsIn } from "./bo-loc.js"
import { make } from "./dung.js"
import { chipsIn } from "./da-chon.js"
import { amend, arrived, enter, read, typed, write } from "./dia-chi.js"
import { FAILED, LOOKING, told } from "./loi.js"
import { csv, MOST, save, table } from "./tai-ve.js"
import { card, tellNamesakes } from "./the.js"

const PAGE = 20
const LETTERS = 3 // what is being typed is looked up from so many on
const FEW = 3 // with so few results, other spellings are offered too
const PAUSES = { typing: 120, looking: 300, quote: 400, counts: 150, speech: 700 }

const root = new URL("../../../", import.meta.url)
const part = (name) => document.querySelector(`#bv-search-${name}`)
const [form, start, status, retry, suggestions] = ["page", "start", "status", "retry", "suggestions"].map(part)
const [found, filter, skip, close] = ["found", "filter", "skip", "close"].map(part)
const [sort, saver, saved] = ["sort", "save", "saved"].map(part)
const [region, list, more, shown] = ["list", "results", "more", "shown"].map(part)
const [nothing, offer, doors] = ["nothing", "offer", "doors"].map(part)
const box = document.querySelector("#bv-q-page")
const title = document.title
const site = document.querySelector('meta[property="og:site_name"]').content

let state = read()
let answer = null // of what is shown
let turn = 0
let listed = null // the query whose facets are shown

const isFiltered = () => Object.keys(state.filters).length > 0
const pause = (ms) => new Promise((resume) => setTimeout(resume, ms))
const within = (ms, promise) => Promise.race([promise.catch(() => null), pause(ms).then(() => null)])

// --- the engine ---

let opened
let failures = 0

function engine() {
  const name = failures ? `./may-tim.js?lan=${failures}` : "./may-tim.js" // browsers may keep that a name has failed
  opened ??= import(name)
    .then((module) => module.open(root))
    .catch((error) => {
      opened = undefined
      failures += 1
      throw error
    })
  return opened
}

// --- looking up ---

async function look({ live = false } = {}) {
  const mine = ++turn
  const current = () => mine === turn
  chips.show(state.filters)
  document.title = state.q ? `${state.q} - ${title}` : title
  saved.textContent = ""
  if (!state.q && !isFiltered()) return rest()
  const waiting = setTimeout(() => current() && say(LOOKING), PAUSES.looking)
  status.removeAttribute("data-done")
  region.setAttribute("aria-busy", "true")
  try {
    const machine = await engine()
    const next = await machine.search({ q: state.q, filters: state.filters, sort: state.sort })
    const cards = current() ? await cardsOf(machine, next.rows.slice(0, state.pages * PAGE)) : []
    if (!current()) return
    answer = next
    list.replaceChildren(...cards)
    tellNamesakes(list)
    say(told({ q: state.q, filtered: isFiltered(), answer }))
    arrange()
    status.dataset.done = state.q
    if (!answer.rows.length && isFiltered()) offerWithout(machine, current)
    setTimeout(() => current() && count(machine, current), live ? PAUSES.counts : 0)
  } catch (error) {
    if (current()) fail(error)
  } finally {
    clearTimeout(waiting)
    if (current()) region.removeAttribute("aria-busy")
  }
}

async function cardsOf(machine, rows) {
  const [cards, quotes] = await Promise.all([
    machine.cards(rows),
    Promise.all(rows.map((row) => within(PAUSES.quote, machine.text(row, state.q)))),
  ])
  return cards.map((one, at) => card(one, quotes[at], root))
}

async function count(machine, current) {
  const all = await machine.facets(answer).catch(() => [])
  if (!current()) return
  if (listed !== state.q) facets.clear()
  listed = state.q
  chips.learn(all)
  found.classList.toggle("bv-found--choice", facets.show(all))
}

// Where filters leave nothing: how much there is without them.
async function offerWithout(machine, current) {
  const { rows } = await machine.search({ q: state.q, filters: {}, sort: state.sort }).catch(() => ({ rows: [] }))
  if (!current() || !rows.length) return
  offer.firstChild.textContent = sentence("without-filters", { count: rows.length })
  offer.hidden = false
}

// --- what is seen ---

function say(text) {
  if (status.textContent !== text) status.textContent = text
}

// The parts of the page that go with what is there to show.
function arrange({ failed = false } = {}) {
  const rows = answer?.rows ?? []
  start.hidden = failed || answer !== null
  retry.hidden = !failed
  found.hidden = !answer
  found.classList.toggle("bv-found--none", !rows.length)
  if (!rows.length && !isFiltered()) found.classList.remove("bv-found--choice")
  nothing.hidden = rows.length > 0
  offer.hidden = true
  doors.hidden = rows.length > 0
  more.hidden = list.children.length >= rows.length
  close.textContent = rows.length ? sentence("see-pages", { count: rows.length }) : sentence("close-filters")
  shown.textContent = more.hidden ? "" : sentence("showing", { shown: list.children.length, all: rows.length })
  const other = rows.length <= FEW ? (answer?.suggestions ?? []) : []
  suggestions.replaceChildren(...(other.length ? [sentence("did-you-mean"), ...other.flatMap(suggestion), "?"] : []))
  suggestions.hidden = !other.length
}

function suggestion(text, at) {
  const href = write({ ...state, q: text, pages: 1 })
  return [at ? ", " : "", make("a", { href }, text)]
}

function empty() {
  answer = null
  list.replaceChildren()
  facets.clear()
  listed = null
  status.removeAttribute("data-done")
  region.removeAttribute("aria-busy")
}

function rest() {
  empty()
  say("")
  arrange()
}

function fail(error) {
  console.warn(error)
  opened = undefined // it may have kept what failed
  empty()
  say(FAILED)
  arrange({ failed: true })
}

// --- what readers do ---

const facets = facetsIn(part("choices"), (name, value, on) => {
  const others = (state.filters[name] ?? []).filter((one) => one !== value)
  choose(name, on ? [...others, value] : others)
})
const chips = chipsIn(
  part("chips"),
  (name, value) => {
    const others = state.filters[name].filter((one) => one !== value)
    choose(name, others).then(() => isFiltered() || toResults())
  },
  dropAll,
)

function choose(name, values) {
  const { [name]: _, ...others } = state.filters
  return change({ filters: values.length ? { ...others, [name]: values } : others })
}

function dropAll() {
  change({ filters: {} }).then(toResults)
}

// Where what had the focus is gone.
function toResults() {
  const to = found.hidden ? box : region
  to.focus({ preventScroll: true })
}

function change(what) {
  state = { ...state, ...what, pages: 1 }
  enter(state)
  return look()
}

let typingEnds
let speechEnds

form.addEventListener("submit", (event) => {
  event.preventDefault()
  clearTimeout(typingEnds)
  status.removeAttribute("aria-busy")
  change({ q: box.value.trim() })
})

// While somebody types, the status changes without being read out; it is read when they pause.
box.addEventListener("input", () => {
  status.setAttribute("aria-busy", "true")
  clearTimeout(speechEnds)
  speechEnds = setTimeout(() => status.removeAttribute("aria-busy"), PAUSES.speech)
  clearTimeout(typingEnds)
  typingEnds = setTimeout(() => {
    const q = box.value.trim()
    if (q === state.q || (q && [...q].length < LETTERS)) return
    state = { ...state, q, pages: 1 }
    typed(state)
    look({ live: true })
  }, PAUSES.typing)
})

sort.addEventListener("change", () => {
  state = { ...state, sort: sort.value, pages: 1 }
  amend(state)
  look()
})

more.addEventListener("click", async () => {
  const mine = turn
  const from = list.children.length
  try {
    const cards = await cardsOf(await engine(), answer.rows.slice(from, from + PAGE))
    if (mine !== turn) return
    list.append(...cards)
    state = { ...state, pages: Math.ceil(list.children.length / PAGE) }
    amend(state)
    tellNamesakes(list)
    arrange()
    list.children[from]?.querySelector("h2 a")?.focus()
  } catch (error) {
    if (mine === turn) fail(error)
  }
})

offer.addEventListener("click", dropAll)

retry.addEventListener("click", async () => {
  say(LOOKING)
  await look()
  if (retry.hidden) toResults()
})

// On a narrow screen the facets open and close; on a wide one they stand beside the results.
const unfold = (open) => filter.setAttribute("aria-expanded", open)
filter.addEventListener("click", () => unfold(filter.getAttribute("aria-expanded") !== "true"))
close.addEventListener("click", () => {
  unfold(false)
  filter.focus()
  region.scrollIntoView()
})
skip.addEventListener("click", () => region.focus())

let saving = false
saver.addEventListener("click", async () => {
  if (saving) return
  saving = true
  const mine = turn
  const { rows } = answer
  saved.setAttribute("aria-busy", "true") // only how it ends is read out
  try {
    const progress = (done, all) => (saved.textContent = sentence("preparing", { done, all }))
    const lines = await table(await engine(), rows, root, site, progress, () => mine === turn)
    if (!lines) return
    save(csv(lines), state.q)
    const all = rows.length
    saved.textContent = all > MOST ? sentence("saved-first", { count: MOST, all }) : sentence("saved", { count: all })
  } catch (error) {
    console.warn(error)
    if (mine === turn) saved.textContent = sentence("not-saved")
  } finally {
    saving = false
    saved.removeAttribute("aria-busy")
  }
})

// Links to searches need no new page; and where a reader leaves for a result, the way back leads to the same spot.
addEventListener("click", (event) => {
  const link = event.target.closest("a")
  const plain = !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
  if (!link || !plain) return
  if (start.contains(link) || suggestions.contains(link)) {
    event.preventDefault()
    const { q } = Object.fromEntries(new URL(link.href).searchParams)
    box.value = q
    change({ q })
    box.focus()
  } else if (list.contains(link)) {
    history.replaceState({ top: scrollY }, "")
  }
})

function fromAddress() {
  state = read()
  box.value = state.q
  sort.value = state.sort
  return look()
}

addEventListener("popstate", () => {
  clearTimeout(typingEnds)
  arrived()
  fromAddress()
})

walkable(box, list, more)
engine().catch(() => {}) // whoever opens this page is going to search
fromAddress().then(() => {
  if (history.state?.top) scrollTo({ top: history.state.top })
})
