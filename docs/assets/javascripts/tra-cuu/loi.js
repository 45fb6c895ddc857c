// What the page says of a search, in sentences.
import { number } from "./dung.js"

export const LOOKING = "Đang tìm …"
export const FAILED = "Chưa tìm được: không tải được chỉ mục. Xin thử lại, hoặc xem theo danh sách."

const READ = {
  typing: (typed, read) => `Không thấy đúng “${typed}”; đọc theo kiểu gõ, đang xem “${read}”.`,
  expanded: (typed, read) => `Đã hiểu “${typed}” là “${read}”.`,
  near: (typed, read) => `Không thấy đúng “${typed}”; đang xem chữ gần giống: “${read}”.`,
}

export function told({ q, filtered, answer }) {
  const { rows, understood, how } = answer
  const by = filtered ? (q ? " với bộ lọc đã chọn" : " theo bộ lọc đã chọn") : ""
  if (!rows.length) return `Không thấy trang nào${q ? ` cho “${q}”` : ""}${by}.`
  const said = `Tìm thấy ${number(rows.length)} trang${q && !understood ? ` cho “${q}”` : ""}${by}.`
  if (understood) return `${said} ${(READ[how] ?? otherwise)(q, understood)}`
  return how === "words" ? `${said} Không thấy nguyên “${q}”; đang xem trang có những chữ ấy.` : said
}

const otherwise = (typed, read) => `Không thấy đúng “${typed}”; đang xem “${read}”.`
