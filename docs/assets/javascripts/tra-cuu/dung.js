// Elements of a page. What comes from the archive or from the reader goes in as text, never as markup.
// make("a", { href, "aria-label": "…" }, "text", element); what is null or empty is left out.
export function make(tag, properties, ...inside) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("aria-")) element.setAttribute(name, value)
    else element[name] = value
  }
  element.append(...inside.filter((part) => part !== null && part !== ""))
  return element
}
