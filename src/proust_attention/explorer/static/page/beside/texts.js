/**
 * The sentences of two machines.
 *
 * Where tokens can be more than characters, those of `tokens` stand in the place of those of the same keys.
 */

const en = {
  beside_title: "Two machines",
  beside_help:
    "Put a second machine beside the first: what each expects, and how much each is surprised, on " +
    "the same text. " +
    "It is fetched when you choose it.",
  beside_machine: "Beside it",
  beside_none: "none",
  beside_by_hand: "this machine",
  beside_character: "character",
  beside_after: "The likeliest characters behind character {place}, {token}",
  beside_list: "The text, by which machine expected it better",
  beside_mean: "On average {first} bits a character for {one}, {second} for {other}.",
  beside_nothing: "There is nothing yet that both have read.",
  beside_colours: "Orange: {one} expected it better; blue: {other} did. Point at a character to see by how much.",
  beside_most: "Where they differ most:",
  beside_place: "{token} ({place})",
  beside_unit: "{token} cost {one} {first} bits, {other} {second}.",
  beside_unit_unknown: "Of {token} not both have a surprise: it is the first, or one of them does not know it.",
  beside_refused: "{name} cannot be put beside the first machine.",
  beside_failed: "{name} cannot read this.",
}

const es = {
  beside_title: "Dos máquinas",
  beside_help:
    "Se puede poner una segunda máquina al lado de la primera: qué espera cada una y cuánto se sorprende, con " +
    "el mismo texto. Se descarga al elegirla.",
  beside_machine: "Al lado",
  beside_none: "ninguna",
  beside_by_hand: "esta máquina",
  beside_character: "carácter",
  beside_after: "Los caracteres más probables tras el carácter {place}, {token}",
  beside_list: "El texto, según qué máquina lo esperaba mejor",
  beside_mean: "De media, {first} bits por carácter para {one}; {second} para {other}.",
  beside_nothing: "Aún no hay nada que hayan leído las dos.",
  beside_colours: "Naranja: {one} se lo esperaba mejor; azul: {other}. Al señalar un carácter se ve por cuánto.",
  beside_most: "Donde más se apartan:",
  beside_place: "{token} ({place})",
  beside_unit: "{token} le ha costado a {one} {first} bits; a {other}, {second}.",
  beside_unit_unknown:
    "De {token} no hay sorpresa de las dos: es lo primero del texto, o una de ellas no lo conoce.",
  beside_refused: "{name} no se puede poner al lado de la primera máquina.",
  beside_failed: "{name} no puede leer esto.",
}

const tokensEn = {
  beside_colours: "Orange: {one} expected it better; blue: {other} did. Point at a piece to see by how much.",
  beside_after: "The likeliest characters behind token {place}, {token}",
}

const tokensEs = {
  beside_colours: "Naranja: {one} se lo esperaba mejor; azul: {other}. Al señalar un trozo se ve por cuánto.",
  beside_after: "Los caracteres más probables tras el token {place}, {token}",
}

/** @type {import("../core/language.js").Texts<keyof typeof en, keyof typeof tokensEn>} */
export const texts = { en, es, tokens: { en: tokensEn, es: tokensEs } }
