/**
 * The text of Class Notes, laid out for any width.
 *
 * The notes are written in lines of 115 characters, for which there is seldom room beside the diagram. Formulas,
 * tables and sessions of Python keep their lines; the others flow.
 */

import { element } from "../widgets/elements.js"

/** A block of lines has this where its columns mean something: an indented line, a session, wide gaps. */
const SET = /^ {4}|^>>>|\S {3,}\S/m
const ITEM = /\n(?=(?:- |\d+\. ))/

/**
 * @param {string} text
 */
export function laidOut(text) {
  return text.split(/\n{2,}/).flatMap(/** @returns {HTMLElement[]} */ (block) => {
    if (SET.test(block)) return [element("pre", {}, block)]
    return block.split(ITEM).map((item) => element("p", {}, item.trim().replace(/\s*\n\s*/g, " ")))
  })
}
