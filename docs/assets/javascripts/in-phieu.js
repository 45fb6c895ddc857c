// On a page of honour: a button that prints the slip of one award, and slips that are open whenever the page is printed.
import { say } from "./loi.js"

const slips = [...document.querySelectorAll(".bv-slip")]

for (const slip of slips) {
  const award = slip.closest("article")
  const button = Object.assign(document.createElement("button"), {
    type: "button",
    className: "bv-button bv-slip__print",
    textContent: say("print-slip"),
  })
  button.setAttribute("aria-label", say("print-slip-of", { award: award.querySelector("h2").firstElementChild.textContent }))
  button.addEventListener("click", () => {
    award.classList.add("bv-printed")
    print()
  })
  slip.before(button)
}

let closed = []
addEventListener("beforeprint", () => {
  closed = slips.filter((slip) => !slip.open)
  for (const slip of closed) slip.open = true
})
addEventListener("afterprint", () => {
  for (const slip of closed) slip.open = false
  document.querySelector(".bv-printed")?.classList.remove("bv-printed")
})
