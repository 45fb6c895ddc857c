// The facets: what can be chosen to see fewer results, with how many there would be. Counts change in place, so that
// the box a reader has just ticked stays where it is and keeps the focus; a new query begins anew.
import { fold } from "./chu.js"
import { number, say } from "../loi.js"
import { make } from "./dung.js"

const FIRST = 8
const MANY = 20 // more values than this get a box to look one up

// place: where the facets go; choose(name, value, on): what happens when a box is ticked.
export function facetsIn(place, choose) {
  let panels = new Map()
  return {
    clear() {
      panels = new Map()
      place.replaceChildren()
    },
    // Whether there is anything to choose.
    show(facets) {
      const due = new Map(facets.map((facet) => [facet.name, facet]))
      for (const facet of facets) {
        if (panels.has(facet.name)) continue
        const made = panel(facet, choose)
        panels.set(facet.name, made)
        place.insertBefore(made.element, following(facet, facets, panels))
      }
      const shown = [...panels].filter(([name, one]) => one.update(due.get(name)?.values ?? []))
      return shown.length > 0
    },
  }
}

// The panel that a new one is put before, in the order of the facets.
function following(facet, facets, panels) {
  const after = facets.slice(facets.indexOf(facet) + 1).find(({ name }) => panels.has(name))
  return after ? panels.get(after.name).element : null
}

function panel({ name, label }, choose) {
  const rows = new Map()
  const list = make("div", { className: "bv-facet__values" })
  const sought = make("input", { type: "search", "aria-label": say("find-in", { facet: label }), placeholder: say("find"), autocomplete: "off" })
  const more = make("button", { type: "button", className: "bv-facet__more" })
  const element = make("fieldset", { className: "bv-facet" }, make("legend", {}, label), sought, list, more)
  let open = false

  function arrange() {
    const words = fold(sought.value.trim())
    const there = [...rows.values()].filter(({ input, count }) => count || input.checked || input.matches(":focus"))
    const fitting = there.filter(({ folded }) => folded.includes(words))
    const first = new Set(open || words ? fitting : fitting.filter(({ input }, at) => at < FIRST || input.checked))
    for (const row of rows.values()) row.element.hidden = !first.has(row)
    const rest = fitting.length - first.size
    sought.hidden = there.length <= MANY
    more.hidden = words ? true : !open && !rest
    more.textContent = open ? say("fewer") : say("more", { count: rest })
    more.setAttribute("aria-label", `${more.textContent}: ${label}`)
    more.setAttribute("aria-expanded", open)
    return there
  }

  sought.addEventListener("input", arrange)
  more.addEventListener("click", () => {
    open = !open
    arrange()
    if (open) [...rows.values()].filter((row) => !row.element.hidden)[FIRST]?.input.focus()
  })

  return {
    element,
    // Whether the facet is of use: something is chosen, or there is a choice.
    update(values) {
      for (const row of rows.values()) row.set(0, false)
      for (const { value, label: text, count, chosen } of values) {
        if (!rows.has(value)) {
          rows.set(value, rowOf(text, (on) => choose(name, value, on)))
          list.append(rows.get(value).element)
        }
        rows.get(value).set(count, chosen)
      }
      const there = arrange()
      const useful = there.length > 1 || there.some(({ input }) => input.checked)
      element.hidden = !useful && !element.matches(":focus-within")
      return useful
    },
  }
}

function rowOf(label, choose) {
  const input = make("input", { type: "checkbox", autocomplete: "off" })
  const shown = make("span", { className: "bv-facet__count" })
  const pages = make("span", { className: "bv-hidden" }, say("pages"))
  const element = make("label", {}, input, make("span", {}, label), " ", shown, pages)
  const row = { element, input, folded: fold(label), count: 0 }
  row.set = (count, chosen) => {
    row.count = count
    input.checked = chosen
    shown.textContent = number(count)
  }
  input.addEventListener("change", () => choose(input.checked))
  return row
}
