/**
 * The sentences of the text: the phrase and the ribbon.
 *
 * Where tokens can be more than characters, those of `tokens` stand in the place of those of the same keys.
 */

const en = {
  text_title: "The text",
  phrase: "Type a phrase",
  phrase_in: "Type a phrase in {language}, the language that the machine has read",
  examples: "Examples",
  examples_intro: "Try: ",
  example_name: "a name that comes again",
  example_quotation: "an open quotation",
  example_half: "half a word",
  example_foreign_fr: "a line of Spanish",
  example_foreign_es: "a line of French",
  characters: "The characters that the machine sees",
  ribbon_help:
    "Point at a character, or use the arrow keys: all the rest of the page then speaks of that " +
    "place. A click, or Enter, pins it; Escape lets it go.",
  ribbon_written: "In italics: what has been written since the phrase was typed.",
  where: "Character {place} of {count}: {token}.",
  where_pinned: "Character {place} of {count}: {token}, pinned.",
  nothing_typed: "Nothing is typed that it knows, so the machine begins from one character: {character}.",
  replaced: "Unknown to this machine, and read as the nearest that it knows: {pairs}.",
  omitted: "Unknown, and left out: {some}.",
  omitted_more: "Unknown, and left out: {some} and {more} more.",
  only_the_end:
    "The machine sees at most {most} characters; of this text it reads the last {seen}, for when its " +
    "window is full it keeps the last half and reads on.",
  shades: "What shades the text",
  shade_by: "Shaded by: ",
  shade_attention: "where a head looks",
  shade_surprise: "surprise",
  shade_change: "change of surprise",
  shaded_change: "Orange: more surprising since something is taken out; blue: less.",
  shade_quoted: "what is quoted",
  quoted_loading: "The text that it learned is on its way…",
  quoted_not_here: "The text that this machine learned is not here, so it cannot be said what is quoted.",
  quoted_failed: "The text that it learned did not come.",
  quoted_nowhere: "«{token}» stands nowhere in what it learned.",
  quoted_run: "«{run}»: {length} characters that stand word for word in {source}, from {offset} on.",
  quoted_real:
    "On pages of its text that it has not read, {median} are usual; one page in 20 has more than {long}.",
  quoted_from: "What it had learned as {machine} is not searched.",
  taps: "What a tap on the text chooses",
  tap_chooses: "A tap chooses: ",
  tap_query: "who looks",
  tap_key: "what it looks at",
  cut: "Of a text, at most the last {most} characters are kept.",
  shaded: "The shading shows where head {head} of layer {layer} looks.",
}

const es = {
  text_title: "El texto",
  phrase: "Una frase para empezar",
  phrase_in: "Una frase en {language}, el idioma que ha leído la máquina",
  examples: "Ejemplos",
  examples_intro: "Prueba: ",
  example_name: "un nombre que vuelve",
  example_quotation: "una cita abierta",
  example_half: "media palabra",
  example_foreign_fr: "una línea en español",
  example_foreign_es: "una línea en francés",
  characters: "Los caracteres que ve la máquina",
  ribbon_help:
    "Al señalar un carácter, o llegar a él con las flechas, el resto de la página habla de ese " +
    "lugar. Un clic, o Intro, lo fija; Escape lo suelta.",
  ribbon_written: "En cursiva: lo que se ha escrito desde que se tecleó la frase.",
  where: "Carácter {place} de {count}: {token}.",
  where_pinned: "Carácter {place} de {count}: {token}, fijado.",
  nothing_typed: "No hay nada escrito que conozca, así que la máquina parte de un solo carácter: {character}.",
  replaced: "Desconocidos para esta máquina, y leídos como el más parecido que conoce: {pairs}.",
  omitted: "Desconocidos y omitidos: {some}.",
  omitted_more: "Desconocidos y omitidos: {some} y {more} más.",
  only_the_end:
    "La máquina ve como mucho {most} caracteres; de este texto lee los últimos {seen}, porque cuando " +
    "su ventana se llena conserva la última mitad y sigue leyendo.",
  shades: "Qué sombrea el texto",
  shade_by: "Sombreado según: ",
  shade_attention: "adónde mira una cabeza",
  shade_surprise: "la sorpresa",
  shade_change: "el cambio de la sorpresa",
  shaded_change: "Naranja: sorprende más desde que falta algo; azul: menos.",
  shade_quoted: "lo que se cita",
  quoted_loading: "El texto que aprendió está en camino…",
  quoted_not_here: "El texto que aprendió esta máquina no está aquí, y no se puede decir qué se cita.",
  quoted_failed: "El texto que aprendió no ha llegado. El motivo, en inglés:",
  quoted_nowhere: "«{token}» no está en ningún lugar de lo que aprendió.",
  quoted_run: "«{run}»: {length} caracteres que están, palabra por palabra, en {source}, desde el {offset}.",
  quoted_real:
    "En páginas de su texto que no ha leído lo habitual son {median}; una página de cada 20 tiene más de {long}.",
  quoted_from: "En lo que había aprendido como {machine} no se busca.",
  taps: "Qué elige un toque en el texto",
  tap_chooses: "Un toque elige: ",
  tap_query: "quién mira",
  tap_key: "qué mira",
  cut: "De un texto se conservan, como mucho, los últimos {most} caracteres.",
  shaded: "El sombreado muestra adónde mira la cabeza {head} de la capa {layer}.",
}

const tokensEn = {
  characters: "The tokens that the machine sees",
  ribbon_help:
    "Point at a token, or use the arrow keys: all the rest of the page then speaks of that place. A " +
    "click, or Enter, pins it; Escape lets it go.",
  where: "Token {place} of {count}: {token}.",
  where_pinned: "Token {place} of {count}: {token}, pinned.",
  only_the_end:
    "The machine sees at most {most} tokens; of this text it reads the last {seen}, for when its " +
    "window is full it keeps the last half and reads on.",
}

const tokensEs = {
  characters: "Los tokens que ve la máquina",
  ribbon_help:
    "Al señalar un token, o llegar a él con las flechas, el resto de la página habla de ese lugar. " +
    "Un clic, o Intro, lo fija; Escape lo suelta.",
  where: "Token {place} de {count}: {token}.",
  where_pinned: "Token {place} de {count}: {token}, fijado.",
  only_the_end:
    "La máquina ve como mucho {most} tokens; de este texto lee los últimos {seen}, porque cuando su " +
    "ventana se llena conserva la última mitad y sigue leyendo.",
}

/** @type {import("../core/language.js").Texts<keyof typeof en, keyof typeof tokensEn>} */
export const texts = { en, es, tokens: { en: tokensEn, es: tokensEs } }
