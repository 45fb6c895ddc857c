// What scripts say, in the language of the page: sentences with slots, in one form or in one for each kind of count.
export const language = document.documentElement.lang
export const number = (n) => n.toLocaleString(language)

const { default: words } = await import(`./loi/${language}.js`)

// say("found", { count: 3 }): numbers are written as the language writes them.
export function say(key, values = {}) {
  const entry = words[key]
  const sentence = entry.other ? (values.count === 1 ? entry.one : entry.other) : entry
  return sentence.replace(/\{(\w+)\}/g, (_, slot) => (typeof values[slot] === "number" ? number(values[slot]) : values[slot]))
}

// A day in words, the year and the day of the month without signs between thousands.
export function dayInWords(date) {
  const month = say("months").split(" ")[date.getMonth()]
  return say("day", { day: `${date.getDate()}`, month, year: `${date.getFullYear()}` })
}

// What records say is Vietnamese: the attribute that tells so where the page is not.
export const vietnamese = language === "vi" ? {} : { lang: "vi" }
