// The size of text and the contrast that a reader chose, kept in their browser alone.
import { say } from "./loi.js"

const SIZES = [100, 115, 130, 150, 175, 200]
const root = document.documentElement
const aids = document.querySelector(".bv-aids")

const kept = read()
show()
if (aids) {
  aids.hidden = false
  aids.addEventListener("click", (event) => {
    const aid = event.target.closest("[data-bv-aid]")?.dataset.bvAid
    if (!aid) return
    if (aid === "contrast") kept.contrast = !kept.contrast
    else kept.size = Math.min(Math.max(kept.size + (aid === "larger" ? 1 : -1), 0), SIZES.length - 1)
    show()
    tell(aid === "contrast" ? say(kept.contrast ? "contrast-on" : "contrast-off") : say("text-size", { size: SIZES[kept.size] }))
    write()
  })
  aids.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return
    aids.open = false
    aids.querySelector("summary").focus()
  })
}

function show() {
  root.toggleAttribute("data-bv-contrast", kept.contrast)
  if (kept.size) root.dataset.bvSize = SIZES[kept.size]
  else delete root.dataset.bvSize
  aids?.querySelector("[data-bv-aid=contrast]").setAttribute("aria-pressed", kept.contrast)
}

function tell(text) {
  aids.querySelector("[role=status]").textContent = text
}

// A browser that keeps nothing still shows what was chosen on this page.
function read() {
  try {
    const { size, contrast } = JSON.parse(localStorage.getItem("bv-de-doc") ?? "{}")
    return { size: SIZES[size] ? size : 0, contrast: contrast === true }
  } catch {
    return { size: 0, contrast: false }
  }
}

function write() {
  try {
    localStorage.setItem("bv-de-doc", JSON.stringify(kept))
  } catch {
    // private windows
  }
}
