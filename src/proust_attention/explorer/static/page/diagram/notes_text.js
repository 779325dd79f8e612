/**
 * The text of Class Notes, laid out for any width.
 *
 * The notes are written in lines of 115 characters, for which there is seldom room beside the diagram. Formulas,
 * tables and sessions of Python keep their lines (too long ones go on in the next); the others flow. Of Markdown
 * the notes have headings, lists, **strong words** and `code`.
 */

import { element } from "../widgets/elements.js"

/** A block of lines has this where its columns mean something: an indented line, a session, wide gaps. */
const SET = /^ {4}|^>>>|\S {3,}\S/m
const ITEM = /\n(?=(?:- |\d+\. ))/
const HEADING = /^#+ (.*)$/
const MARKED = /(\*\*[^*]+\*\*|`[^`]+`)/

/**
 * @param {string} text
 */
export function laidOut(text) {
  return text.split(/\n{2,}/).flatMap(
    /** @returns {HTMLElement[]} */ (block) => {
      const heading = HEADING.exec(block)
      if (heading) return [element("h4", {}, heading[1])]
      if (SET.test(block)) return [element("pre", {}, block)]
      return block.split(ITEM).map((item) => paragraph(item.trim().replace(/\s*\n\s*/g, " ")))
    },
  )
}

/** @param {string} text of one paragraph, or of one item of a list */
function paragraph(text) {
  const item = text.startsWith("- ")
  return element("p", { class: item && "item" }, ...inline(item ? `• ${text.slice(2)}` : text))
}

/**
 * @param {string} text
 * @returns {(Node | string)[]}
 */
function inline(text) {
  return text
    .split(MARKED)
    .filter(Boolean)
    .map(
      /** @returns {Node | string} */ (part) => {
        if (part.startsWith("**")) return element("strong", {}, ...inline(part.slice(2, -2)))
        return part.startsWith("`") && part.length > 1 ? element("code", {}, part.slice(1, -1)) : part
      },
    )
}
