// What the theme's own script expects to find, as a file, so that the page needs no inline script.
{
  const scope = new URL(document.currentScript.dataset.scope, location)
  const name = (key, base) => `${base.pathname}.${key}`
  window.__md_scope = scope
  window.__md_hash = (text) => [...text].reduce((hash, c) => ((hash << 5) - hash + c.charCodeAt(0)) | 0, 0)
  window.__md_get = (key, storage = localStorage, base = scope) => JSON.parse(storage.getItem(name(key, base)))
  window.__md_set = (key, value, storage = localStorage, base = scope) => {
    try {
      storage.setItem(name(key, base), JSON.stringify(value))
    } catch {
      // a reader who forbids storage still reads
    }
  }
}
