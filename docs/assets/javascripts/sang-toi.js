// Puts light or dark on the page before it is drawn: the reader's choice, else what the device asks for.
{
  const auto = "(prefers-color-scheme)"
  let color = window.__md_get("__palette")?.color ?? { media: auto }
  if (color.media === auto || !color.scheme) {
    const scheme = matchMedia("(prefers-color-scheme: dark)").matches ? "slate" : "default"
    color = { scheme, primary: "custom", accent: "custom" }
  }
  for (const part of ["scheme", "primary", "accent"]) {
    document.body.setAttribute(`data-md-color-${part}`, color[part])
  }
}
