// What is chosen in the facets, above the results: a button each, which takes its choice away.
import { say } from "../loi.js"
import { make } from "./dung.js"

// place: where they go; drop(name, value): takes one away; dropAll(): takes all away.
export function chipsIn(place, drop, dropAll) {
  const names = new Map() // what facets and values are called, as far as the facets have told
  let filters = {}

  function draw() {
    const chips = Object.entries(filters).flatMap(([name, values]) => values.map((value) => chip(name, value)))
    if (chips.length) {
      chips.push(make("button", { type: "button", className: "bv-chips__all", onclick: dropAll }, say("drop-all")))
    }
    const at = [...place.children].indexOf(document.activeElement)
    place.replaceChildren(...chips)
    place.hidden = !chips.length
    if (at >= 0) chips[Math.min(at, chips.length - 1)]?.focus()
  }

  function chip(name, value) {
    const label = names.get(key(name, value)) ?? value
    const hidden = make("span", { className: "bv-hidden" }, say("drop"))
    const cross = make("span", { className: "bv-chip__cross", "aria-hidden": "true" }, " ×")
    return make("button", { type: "button", className: "bv-chip", onclick: () => drop(name, value) }, hidden, label, cross)
  }

  return {
    show(chosen) {
      filters = chosen
      draw()
    },
    learn(facets) {
      const strange = Object.entries(filters).some(([name, values]) => values.some((value) => !names.has(key(name, value))))
      for (const { name, label, values } of facets) {
        for (const one of values) names.set(key(name, one.value), `${label}: ${one.label}`)
      }
      if (strange) draw()
    },
  }
}

const key = (name, value) => `${name}\n${value}`
