// From the box down into the results, from result to result, and back: arrow keys and Escape.
export function walkable(box, list, more) {
  const links = () => [...list.querySelectorAll("h2 a")]
  const plain = (event) => !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing)

  function go(event, to) {
    if (!to || to.hidden) return
    event.preventDefault()
    to.focus()
  }

  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && plain(event)) go(event, links()[0])
  })
  list.addEventListener("keydown", (event) => {
    if (!plain(event)) return
    const all = links()
    const at = all.findIndex((link) => link.closest("li").contains(event.target))
    if (event.key === "ArrowDown") go(event, all[at + 1] ?? more)
    if (event.key === "ArrowUp") go(event, all[at - 1] ?? box)
    if (event.key === "Escape") back(event)
  })
  more.addEventListener("keydown", (event) => {
    if (!plain(event)) return
    if (event.key === "ArrowUp") go(event, links().at(-1))
    if (event.key === "Escape") back(event)
  })

  function back(event) {
    go(event, box)
    box.select()
  }
}
