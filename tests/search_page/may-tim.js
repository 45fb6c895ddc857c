// Stands in for the search engine where the search page itself is tested: same contract, a few invented pages.
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d")
const LABELS = {
  loai: "Loại",
  "hinh-thuc": "Hình thức",
  cap: "Cấp",
  nam: "Năm",
  "tinh-cu": "Tỉnh lúc được khen",
  "tinh-nay": "Tỉnh hiện nay",
  khoi: "Khối, cụm",
  "trang-thai": "Trạng thái",
  "chung-cu": "Chứng cứ",
}
const MARKUP = "<img src=x onerror=alert(1)> Mẫu"
const FORMULA = "=HYPERLINK(\"https://mau.example\",\"Mẫu\")"
const NAMES = ["Lò Thị Mẫu", "Giàng A Mẫu", "Trần Văn Mẫu", "Xưởng dệt Mẫu Hai", MARKUP, FORMULA]
const PLACES = ["Tỉnh Mẫu Bắc", "Tỉnh Mẫu Nam", "Tỉnh Mẫu Đông"]

const pages = Array.from({ length: 66 }, (_, n) => {
  const proposed = n % 7 === 3
  const year = 2000 + (n % 24)
  const title = n < 4 ? "Nguyễn Văn Mẫu" : NAMES[n - 4] ?? `Người Mẫu Số ${n}`
  return {
    title,
    address: `vinh-danh/mau-${n}/`,
    kind: n % 5 && !proposed ? "Người, tập thể được khen" : "Đơn vị",
    summary: `${title} ${proposed ? "được đề nghị tặng" : "được tặng"} Bằng khen năm ${year}, theo Quyết định số ${n}/QĐ-MAU.`,
    distinguishing: n === 9 ? "" : `Thợ máy số ${n}, Xưởng ${n % 9}, ${PLACES[n % 3]}`,
    status: proposed ? "proposed" : "conferred",
    sources: [
      { label: `Quyết định số ${n}/QĐ-MAU`, address: `nguon/mau-${n}/` },
      { label: "Báo Mẫu", address: null },
      ...(n === 1 ? [{ label: "Trang ngoài", address: "https://mau.example/1" }, { label: "Nguồn thứ tư", address: null }] : []),
    ],
    year,
    facets: {
      loai: n % 5 ? "nguoi" : "don-vi",
      "hinh-thuc": n % 4 ? "bang-khen" : "huan-chuong",
      cap: "tinh",
      nam: `${year}`,
      "tinh-cu": `${n % 3}`,
      "tinh-nay": `${n % 2}`,
      khoi: `khoi-${n % 11}`,
      "trang-thai": proposed ? "de-nghi" : "da-tang",
      "chung-cu": n % 6 ? "quyet-dinh" : "bao-chi",
    },
  }
})
const VALUES = {
  nguoi: "Người, tập thể",
  "don-vi": "Đơn vị",
  "bang-khen": "Bằng khen",
  "huan-chuong": "Huân chương Lao động hạng Nhì cho tập thể có tên dài",
  "de-nghi": "Mới đề nghị",
  "da-tang": "Đã tặng",
  "quyet-dinh": "Có số quyết định",
  "bao-chi": "Chỉ có tin báo chí",
}
const label = (name, value) => (name.startsWith("tinh-") ? PLACES[value] : VALUES[value] ?? value)
const fits = (page, filters, but) =>
  Object.entries(filters).every(([name, values]) => name === but || !values.length || values.includes(page.facets[name]))

// What some queries do, so that each state of the page can be seen.
const ODD = {
  "thsn mau": { how: "near", understood: "than mẫu", look: "so" },
  "nguowif maaux": { how: "typing", understood: "người mẫu", look: "so" },
  ubnd: { how: "expanded", understood: "ủy ban nhân dân", look: "xuong", suggestions: ["Xưởng dệt Mẫu"] },
  "mẫu rời": { how: "words", look: "nguoi" },
  xyzzy: { how: "none", look: "xyzzy", suggestions: ["Nguyễn Văn Mẫu", "Lò Thị Mẫu"] },
}
const MANY = 5200
const pause = (ms) => new Promise((resume) => setTimeout(resume, ms))

export async function open(root) {
  const index = await fetch(new URL("fake-index", root))
  if (!index.ok) throw new Error("no index")
  const asked = new Map()
  return {
    async search({ q, filters, sort }) {
      if (q === "chậm") await pause(900)
      const odd = ODD[q] ?? {}
      const words = fold(odd.look ?? q)
      let rows = pages.flatMap((page, n) => (fold(page.title).includes(words) || q === "chậm" || q === "nhiều" ? [n] : []))
      const before = rows
      rows = rows.filter((n) => fits(pages[n], filters))
      if (sort === "ten") rows.sort((a, b) => pages[a].title.localeCompare(pages[b].title, "vi"))
      if (sort === "moi") rows.sort((a, b) => pages[b].year - pages[a].year)
      if (sort === "cu") rows.sort((a, b) => pages[a].year - pages[b].year)
      if (q === "nhiều") rows = Array.from({ length: MANY }, (_, n) => n)
      const { how = rows.length ? "exact" : "none", understood = null, suggestions = [] } = odd
      const answer = { rows, understood, how, suggestions }
      asked.set(answer, { before, filters })
      return answer
    },
    async facets(answer) {
      const { before, filters } = asked.get(answer)
      return Object.entries(LABELS).map(([name, title]) => {
        const counts = new Map((filters[name] ?? []).map((value) => [value, 0]))
        for (const page of before.map((n) => pages[n]).filter((page) => fits(page, filters, name))) {
          counts.set(page.facets[name], (counts.get(page.facets[name]) ?? 0) + 1)
        }
        const values = [...counts].map(([value, count]) => ({
          value,
          label: label(name, value),
          count,
          chosen: (filters[name] ?? []).includes(value),
        }))
        return { name, label: title, values: values.sort((a, b) => b.count - a.count) }
      })
    },
    async cards(rows) {
      return rows.map((n) => pages[n] ?? { ...pages[n % 66], title: `Người Mẫu Số ${n}` })
    },
    async text(row, q) {
      return row % 10 === 2 ? ["ông là thợ của ", q, " từ năm đầu lập xưởng"] : null
    },
  }
}
