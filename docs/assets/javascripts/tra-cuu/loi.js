// What the page says of a search, in sentences.
import { say } from "../loi.js"

export const LOOKING = say("looking")
export const FAILED = say("failed")

const READ = { typing: "read-typing", expanded: "read-expanded", near: "read-near" }

export function told({ q, filtered, answer }) {
  const { rows, understood, how } = answer
  const count = rows.length
  if (!count) return say(`nothing${q ? "-for" : ""}${filtered ? "-filtered" : ""}`, { q })
  const named = q && !understood ? "-for" : ""
  const by = !filtered ? "" : q && !named ? "-with-filters" : "-filtered"
  const said = say(`found${named}${by}`, { count, q })
  if (understood) return `${said} ${say(READ[how] ?? "read-other", { q, read: understood })}`
  return how === "words" ? `${said} ${say("read-words", { q })}` : said
}
