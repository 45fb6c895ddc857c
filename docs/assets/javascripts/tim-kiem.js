// The search page: asks Pagefind, puts whole names first, shows what it finds, keeps the query in the address.
const PAGE = 20
const RERANKED = 30
const WRITTEN = "Bài viết" // the kind of hand-written pages; they come after records that fit as well
const KINDS_OF_PLACE = ["tỉnh", "thành phố", "quận", "huyện", "thị xã", "thị trấn", "xã", "phường"]

const root = new URL("../../", import.meta.url)
const form = document.querySelector("#bv-search-page")
const box = document.querySelector("#bv-q-page")
const status = document.querySelector("#bv-search-status")
const list = document.querySelector("#bv-search-results")
const more = document.querySelector("#bv-search-more")

let engine
let found = []
let turn = 0

const asked = () => new URL(location).searchParams.get("q")?.trim() ?? ""

// Pagefind folds every mark but that of đ; the index carries ď in its place, and so must the query.
const asIndexed = (query) => query.normalize("NFC").replaceAll("đ", "ď").replaceAll("Đ", "Ď")
const asWritten = (text) => text.replaceAll("ď", "đ").replaceAll("Ď", "Đ")

const lower = (text) => text.normalize("NFC").toLowerCase()
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d")

async function start() {
  engine ??= import(new URL("pagefind/pagefind.js", root)).then(async (pagefind) => {
    await pagefind.options({ baseUrl: root.pathname })
    await pagefind.init()
    return pagefind
  })
  return engine
}

// How well a title is what was typed: as it stands, as a place without its kind, at an end, somewhere; marks count.
// A page that has the words together in its text comes before one that has them apart.
function closeness(title, query) {
  for (const [form, marked] of [[lower, 1], [fold, 0]]) {
    const name = form(title)
    const words = form(query)
    if (name === words) return 8 + marked
    if (KINDS_OF_PLACE.some((kind) => name === `${form(kind)} ${words}`)) return 6 + marked
    if (name.endsWith(` ${words}`) || name.startsWith(`${words} `)) return 4 + marked
    if (name.includes(words)) return 2 + marked
  }
  return 0
}

async function wholeNamesFirst(results, query) {
  const first = await Promise.all(
    results.slice(0, RERANKED).map(async (result) => {
      const { meta, content } = await result.data()
      const together = fold(asWritten(content)).includes(fold(query)) ? 1 : 0
      const written = meta.kind === WRITTEN ? 2 : 0
      return { result, score: closeness(meta.title, query) || together - written }
    }),
  )
  first.sort((a, b) => b.score - a.score)
  return [...first.map(({ result }) => result), ...results.slice(RERANKED)]
}

async function search(query) {
  const mine = ++turn
  list.replaceChildren()
  more.hidden = true
  if (!query) {
    status.textContent = ""
    return
  }
  status.textContent = "Đang tìm …"
  try {
    const pagefind = await start()
    const { results } = await pagefind.search(asIndexed(query))
    const ordered = await wholeNamesFirst(results, query)
    if (mine !== turn) return
    found = ordered
    status.textContent = found.length
      ? `Tìm thấy ${found.length.toLocaleString("vi")} trang cho “${query}”.`
      : `Không thấy trang nào cho “${query}”. Thử bớt chữ, hoặc gõ không dấu.`
    await show(mine)
  } catch {
    engine = undefined
    status.textContent = "Chưa tìm được: không tải được chỉ mục. Xin thử lại, hoặc xem theo danh sách ở đầu trang."
  }
}

async function show(mine) {
  const from = list.children.length
  const pages = await Promise.all(found.slice(from, from + PAGE).map((result) => result.data()))
  if (mine !== turn) return
  list.append(...pages.map(card))
  more.hidden = list.children.length >= found.length
}

function card({ url, meta, content }) {
  const item = document.createElement("li")
  const link = document.createElement("a")
  link.href = url
  link.textContent = meta.title
  const kind = document.createElement("span")
  kind.className = "bv-mark"
  kind.textContent = meta.kind
  const summary = document.createElement("p")
  summary.textContent = meta.summary
  item.append(link, " ", kind, summary)
  const seen = fold(`${meta.title} ${meta.summary}`).includes(fold(asked()))
  const words = seen ? [] : around(asWritten(content), asked())
  if (words.length) {
    const quote = document.createElement("blockquote")
    quote.append(...words)
    item.append(quote)
  }
  return item
}

// The text around the place where the query stands in it, marks or none; nothing where it does not stand as typed.
function around(text, query) {
  const letters = [...text.normalize("NFC")]
  const bare = letters.map((letter) => fold(letter) || letter)
  const words = fold(query)
  const from = bare.join("").indexOf(words)
  if (from < 0 || bare.some((letter) => letter.length !== 1)) return []
  const to = from + words.length
  const start = Math.max(0, letters.lastIndexOf(" ", Math.max(0, from - 40)))
  const mark = document.createElement("mark")
  mark.textContent = letters.slice(from, to).join("")
  return ["… ", letters.slice(start, from).join(""), mark, letters.slice(to, to + 120).join(""), " …"]
}

function remember(query, how) {
  const address = new URL(location)
  address.searchParams.set("q", query)
  history[how](null, "", address)
  search(query)
}

function fromAddress() {
  box.value = asked()
  search(box.value)
}

let pause
form.addEventListener("submit", (event) => {
  event.preventDefault()
  clearTimeout(pause)
  remember(box.value.trim(), "pushState")
})
box.addEventListener("input", () => {
  clearTimeout(pause)
  pause = setTimeout(() => remember(box.value.trim(), "replaceState"), 200)
})
more.addEventListener("click", async () => {
  const next = list.children.length
  await show(turn)
  list.children[next]?.querySelector("a").focus()
})
addEventListener("popstate", fromAddress)
fromAddress()
