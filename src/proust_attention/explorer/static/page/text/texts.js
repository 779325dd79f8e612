/**
 * The sentences of the text: the phrase and the ribbon.
 *
 * Where tokens can be more than characters, those of `tokens` stand in the place of those of the same keys.
 */

const en = {
  text_title: "The text",
  phrase: "Type a phrase",
  characters: "The characters that the machine sees",
  ribbon_help: "Point at a character, or use the arrow keys, to look at it. Click it, or press Enter, to pin it; "
    + "Escape lets it go.",
  where: "Character {place} of {count}: {token}.",
  where_pinned: "Character {place} of {count}: {token}, pinned.",
  nothing_typed: "Nothing is typed that it knows, so the machine begins from one character: {character}.",
  replaced: "Unknown to this machine, and read as the nearest that it knows: {pairs}.",
  omitted: "Unknown, and left out: {some}.",
  omitted_more: "Unknown, and left out: {some} and {more} more.",
  only_the_end: "The machine sees at most {most} characters; of this text it reads the last {seen}, for when its "
    + "window is full it keeps the last half and reads on.",
  cut: "Of a text, at most the last {most} characters are kept.",
  shaded: "The shading shows where head {head} of layer {layer} looks.",
}

const es = {
  text_title: "El texto",
  phrase: "Una frase para empezar",
  characters: "Los caracteres que ve la máquina",
  ribbon_help: "Para mirar un carácter, basta con señalarlo o usar las flechas. Un clic, o la tecla Intro, lo "
    + "fija; Escape lo suelta.",
  where: "Carácter {place} de {count}: {token}.",
  where_pinned: "Carácter {place} de {count}: {token}, fijado.",
  nothing_typed: "No hay nada escrito que conozca, así que la máquina parte de un solo carácter: {character}.",
  replaced: "Desconocidos para esta máquina, y leídos como el más parecido que conoce: {pairs}.",
  omitted: "Desconocidos y omitidos: {some}.",
  omitted_more: "Desconocidos y omitidos: {some} y {more} más.",
  only_the_end: "La máquina ve como mucho {most} caracteres; de este texto lee los últimos {seen}, porque cuando "
    + "su ventana se llena conserva la última mitad y sigue leyendo.",
  cut: "De un texto se conservan, como mucho, los últimos {most} caracteres.",
  shaded: "El sombreado muestra adónde mira la cabeza {head} de la capa {layer}.",
}

const tokensEn = {
  characters: "The tokens that the machine sees",
  ribbon_help: "Point at a token, or use the arrow keys, to look at it. Click it, or press Enter, to pin it; "
    + "Escape lets it go.",
  where: "Token {place} of {count}: {token}.",
  where_pinned: "Token {place} of {count}: {token}, pinned.",
  only_the_end: "The machine sees at most {most} tokens; of this text it reads the last {seen}, for when its "
    + "window is full it keeps the last half and reads on.",
}

const tokensEs = {
  characters: "Los tokens que ve la máquina",
  ribbon_help: "Para mirar un token, basta con señalarlo o usar las flechas. Un clic, o la tecla Intro, lo fija; "
    + "Escape lo suelta.",
  where: "Token {place} de {count}: {token}.",
  where_pinned: "Token {place} de {count}: {token}, fijado.",
  only_the_end: "La máquina ve como mucho {most} tokens; de este texto lee los últimos {seen}, porque cuando su "
    + "ventana se llena conserva la última mitad y sigue leyendo.",
}

/** @type {import("../core/language.js").Texts} */
export const texts = { en, es, tokens: { en: tokensEn, es: tokensEs } }
