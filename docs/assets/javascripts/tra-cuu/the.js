// A found page as a card. Its title comes first; what is no award, or no longer, never goes without its mark.
import { say, vietnamese } from "../loi.js"
import { fold } from "./chu.js"
import { make } from "./dung.js"

export const statusOf = (status) => (status ? say(status) : "")
const MOST_SOURCES = 3

export function card({ title, address, kind, summary, distinguishing, status, sources }, quote, root) {
  const marked = status && status !== "conferred"
  const item = make(
    "li",
    { className: status ? `bv-card bv-entry--${status}` : "bv-card" },
    make(
      "div",
      { className: "bv-entry__head" },
      make("h2", {}, link(title || address, address, root)),
      kind ? make("span", { className: "bv-mark" }, kind) : null,
      marked ? make("span", { className: `bv-status bv-status--${status}` }, statusOf(status)) : null,
      make("span", { className: "bv-card__same", hidden: true }),
    ),
    distinguishing ? make("p", { className: "bv-card__who", ...vietnamese }, distinguishing) : null,
    summary ? make("p", {}, summary) : null,
    quote ? make("blockquote", vietnamese, "… ", quote[0], make("mark", {}, quote[1]), quote[2], " …") : null,
    sources?.length ? from(sources, root) : null,
  )
  item.dataset.title = fold(title)
  return item
}

function from(sources, root) {
  const line = make("p", { className: "bv-card__source" }, say("source"))
  sources.slice(0, MOST_SOURCES).forEach(({ label, address }, at) => {
    line.append(at ? "; " : "", address ? link(label, address, root) : label)
  })
  const others = sources.length - MOST_SOURCES
  if (others > 0) line.append(say("more-sources", { count: others }))
  return line
}

// Only web addresses become links.
function link(text, address, root) {
  const target = URL.canParse(address, root) ? new URL(address, root) : null
  if (!/^https?:$/.test(target?.protocol)) return text
  return make("a", { href: target.href, rel: target.origin === root.origin ? "" : "external", ...vietnamese }, text)
}

// Cards of one title say so, for their readers to look at what tells them apart.
export function tellNamesakes(list) {
  const cards = [...list.children]
  const times = new Map()
  for (const { dataset } of cards) times.set(dataset.title, (times.get(dataset.title) ?? 0) + 1)
  for (const one of cards) {
    const same = times.get(one.dataset.title)
    const note = one.querySelector(".bv-card__same")
    note.hidden = same < 2
    note.textContent = same < 2 ? "" : say("namesakes", { count: same })
  }
}
