const fs = require("node:fs")

module.exports = (eleventy) => {
  eleventy.addGlobalData("frames", () => {
    const frames = {}
    for (const name of fs.readdirSync("values")) {
      for (const page of JSON.parse(fs.readFileSync(`values/${name}`, "utf8"))) (frames[page.frame] ??= []).push(page)
    }
    return frames
  })
  eleventy.addPassthroughCopy({ assets: "assets" })
  return { dir: { input: "pages", includes: "../includes" } }
}
