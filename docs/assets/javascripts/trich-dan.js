// Cites the page, or one fact of it: puts what is cited and its address into every form, adds today as the day of
// access, and copies. The forms themselves come with the page.
import { dayInWords, say } from "./loi.js"

const block = document.querySelector(".bv-citing")
const today = new Date()
const [y, m, d] = [today.getFullYear(), today.getMonth() + 1, today.getDate()]
const two = (number) => String(number).padStart(2, "0")
const iso = `${y}-${two(m)}-${two(d)}`
const month = today.toLocaleString("en", { month: "long" })
const home = (document.querySelector("link[rel=canonical]") ?? location).href.replace(/#.*/, "")

// How a title is written in a form, as in citing.py, and an address with the day it was seen.
const entity = (text) => text.replace(/[|{}[\]<>]/g, (sign) => `&#${sign.codePointAt()};`)
const named = { "\\": "\\textbackslash{}", "{": "(", "}": ")", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}" }
const tex = (text) => text.replace(/[\\{}~^%&#$_]/g, (sign) => named[sign] ?? `\\${sign}`)
const same = (text) => text
const styles = {
  text: [same, (url) => say("accessed", { address: url, date: dayInWords(today) })],
  apa: [same, (url) => `Retrieved ${month} ${d}, ${y}, from ${url}`],
  chicago: [same, (url) => `Accessed ${month} ${d}, ${y}. ${url}`],
  wiki: [entity, (url) => `${url} |access-date=${iso}`],
  bibtex: [tex, (url) => `${url}},\n  urldate = {${iso}`],
  ris: [same, (url) => `${url}\nY2  - ${iso.replaceAll("-", "/")}`],
}

const forms = [...block.querySelectorAll("pre")].map((pre) => {
  const [title, address, key] = ["title", "address", "key"].map((part) => pre.querySelector(`[data-cited=${part}]`))
  const before = { all: pre.textContent, title: title.textContent, key: key?.textContent }
  return { pre, name: pre.dataset.form, title, address, key, before }
})

function cite(fact = "", anchor = "") {
  const within = fact && say("within", { fact })
  const own = anchor.replace("#", "-")
  for (const { pre, name, title, address, key, before } of forms) {
    if (name === "csl") {
      const [item] = JSON.parse(before.all)
      item.id += own
      item.title = within + item.title
      item.URL = home + anchor
      item.accessed = { "date-parts": [[y, m, d]] }
      const lines = Object.entries(item).map(([key, value]) => ` "${key}": ${JSON.stringify(value)}`)
      pre.textContent = `[{\n${lines.join(",\n")}\n}]`
      continue
    }
    const [written, seen] = styles[name]
    title.textContent = written(within) + before.title
    address.textContent = seen(home + anchor)
    if (key) key.textContent = before.key + own
  }
}

const said = document.createElement("p")
said.className = "bv-cited"
said.setAttribute("role", "status")
block.querySelector("summary").after(said)

function tell(text, ...more) {
  said.replaceChildren(text, ...more)
}

function citeFact(link) {
  const anchor = link.getAttribute("href")
  const back = document.createElement("a")
  back.href = anchor
  back.textContent = say("back")
  const whole = document.createElement("button")
  whole.type = "button"
  whole.className = "bv-button"
  whole.textContent = say("cite-page")
  whole.addEventListener("click", () => {
    cite()
    tell(say("citing-page"))
    block.querySelector("summary").focus()
  })
  cite(link.dataset.fact, anchor)
  tell(say("citing", { fact: link.dataset.fact }), back, " ", whole)
  history.replaceState(null, "", anchor)
  block.open = true
  block.scrollIntoView()
  block.querySelector("dd button").focus({ preventScroll: true })
}

async function copy({ pre }) {
  const label = pre.closest("div").querySelector("dt").textContent
  try {
    await navigator.clipboard.writeText(pre.textContent)
    tell(say("copied", { form: label }))
  } catch {
    getSelection().selectAllChildren(pre) // no clipboard here: one key stroke is left to the reader
    tell(say("selected"))
  }
}

for (const form of forms) {
  const button = document.createElement("button")
  button.type = "button"
  button.className = "bv-button"
  button.textContent = say("copy")
  button.setAttribute("aria-label", say("copy-of", { form: form.pre.closest("div").querySelector("dt").textContent }))
  button.addEventListener("click", () => copy(form))
  form.pre.after(button)
}

// Headings have addresses too; without this script a reader finds them in the source alone.
for (const heading of document.querySelectorAll(".bv-record :is(h2, h3)[id]")) {
  if (heading.closest(".bv-sources, .bv-missing")) continue
  const link = document.createElement("a")
  link.className = "bv-here"
  link.href = `#${heading.id}`
  link.dataset.fact = heading.textContent.trim()
  link.textContent = say("cite-this")
  heading.append(" ", link)
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.bv-here")
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  citeFact(link)
})
cite()
