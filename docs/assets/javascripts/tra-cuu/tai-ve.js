// The found pages as a CSV file, made in the browser: for spreadsheets, so with a BOM, and no cell is a formula.
import { dayInWords, language, say } from "../loi.js"
import { fold } from "./chu.js"
import { statusOf } from "./the.js"

export const MOST = 5000
const AT_ONCE = 250
const HEAD = say("csv-head").split("|")

// Lines of all found, up to the most; told(done, all) is called on the way. null where still() no longer holds.
export async function table(engine, rows, root, site, told, still) {
  const due = rows.slice(0, MOST)
  const lines = [HEAD]
  const today = new Date()
  for (let from = 0; from < due.length; from += AT_ONCE) {
    const cards = await engine.cards(due.slice(from, from + AT_ONCE))
    if (!still()) return null
    lines.push(...cards.map((card) => line(card, root, site, today)))
    told(Math.min(from + AT_ONCE, due.length), due.length)
    await new Promise((resume) => setTimeout(resume)) // the page stays alive meanwhile
  }
  return lines
}

function line({ title, address, kind, summary, distinguishing, status, sources }, root, site, today) {
  const page = new URL(address, root).href
  const from = (sources ?? []).map(({ label, address: at }) => (at ? `${label} (${new URL(at, root).href})` : label))
  const cited = citation(title, site, page, today)
  return [title, kind, summary, distinguishing, statusOf(status), page, from.join("; "), cited]
}

const figures = (day) => `${day.getDate()}/${day.getMonth() + 1}/${day.getFullYear()}`
const citation = (title, site, page, day) =>
  say("cited", { title, site, page, date: language === "vi" ? figures(day) : dayInWords(day) })

export const csv = (lines) => `\uFEFF${lines.map((cells) => `${cells.map(cell).join(",")}\r\n`).join("")}`

function cell(text) {
  const safe = /^\s*[=+\-@＝＋－＠]|^[\t\r]/.test(text ?? "") ? `'${text}` : (text ?? "")
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export function save(text, query) {
  const words = fold(query).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "")
  const link = document.createElement("a")
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }))
  link.download = `tra-cuu${words && `-${words}`}.csv`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
