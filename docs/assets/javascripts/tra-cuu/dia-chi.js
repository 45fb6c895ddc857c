// The search as it stands in the address, and in the history: an entry for each query submitted and each choice of a
// facet. What is merely being typed shows in the address too, without an entry of its own.
export const FACETS = ["loai", "hinh-thuc", "cap", "nam", "tinh-cu", "tinh-nay", "khoi", "trang-thai", "chung-cu"]
const SORTS = ["", "ten", "moi", "cu"]
const LONGEST = 200
const MOST_PAGES = 25

export function read() {
  const asked = new URL(location).searchParams
  const sort = asked.get("sap") ?? ""
  const chosen = FACETS.map((name) => [name, [...new Set(asked.getAll(name))].filter(Boolean)])
  return {
    q: (asked.get("q") ?? "").trim().slice(0, LONGEST),
    filters: Object.fromEntries(chosen.filter(([, values]) => values.length)),
    sort: SORTS.includes(sort) ? sort : "",
    pages: Math.min(MOST_PAGES, Math.max(1, Number.parseInt(asked.get("trang"), 10) || 1)),
  }
}

export function write({ q, filters, sort, pages }) {
  const address = new URL(location.pathname, location)
  if (q) address.searchParams.set("q", q)
  for (const name of FACETS) {
    for (const value of filters[name] ?? []) address.searchParams.append(name, value)
  }
  if (sort) address.searchParams.set("sap", sort)
  if (pages > 1) address.searchParams.set("trang", pages)
  return address.href
}

let settled = location.href // the address of the entry that what is being typed stands on
let typing = false

export function typed(state) {
  history.replaceState(null, "", write(state))
  typing = true
}

export function amend(state) {
  history.replaceState(null, "", write(state))
  if (!typing) settled = location.href
}

export function enter(state) {
  settle(state.q)
  const address = write(state)
  if (address !== location.href) history.pushState(null, "", address)
  settled = location.href
}

// The entry that typing stood on is as it was; what was typed becomes one of its own where it is what goes on.
function settle(q) {
  const here = location.href
  const goesOn = read().q === q
  if (typing && here !== settled) {
    history.replaceState(null, "", settled)
    if (goesOn) history.pushState(null, "", here)
  }
  typing = false
}

export function arrived() {
  settled = location.href
  typing = false
}
