// What the theme's own script expects to find, as a file, so that the page needs no inline script.
{
  const scope = new URL(document.currentScript.dataset.scope, location)
  const name = (key, base) => `${base.pathname}.${key}`
  window.__md_scope = scope
  window.__md_hash = (text) => [...text].reduce((hash, c) => ((hash << 5) - hash + c.charCodeAt(0)) | 0, 0)
  window.__md_get = (key, storage, base = scope) => {
    try {
      return JSON.parse((storage ?? localStorage).getItem(name(key, base)))
    } catch {
      return null // a reader who forbids storage still reads
    }
  }
  window.__md_set = (key, value, storage, base = scope) => {
    try {
      (storage ?? localStorage).setItem(name(key, base), JSON.stringify(value))
    } catch {
      // nothing is kept, nothing is lost
    }
  }
}
