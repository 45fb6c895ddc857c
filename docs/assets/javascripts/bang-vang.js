// On every page: "/" goes to the search box, wide tables are reached with the keyboard only where they scroll.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]")
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return
  const box = document.querySelector("#bv-q-page") ?? document.querySelector("#bv-q")
  if (box) {
    event.preventDefault()
    box.focus()
    box.select()
  }
})

if (document.querySelector(".bv-citing")) import("./trich-dan.js")
