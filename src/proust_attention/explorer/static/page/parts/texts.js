/**
 * The sentences of the parts: what is taken out, and what each part is worth.
 *
 * Where tokens can be more than characters, those of `tokens` stand in the place of those of the same keys.
 */

const en = {
  parts_title: "Take out and put in",
  parts_help:
    "Untick a box, and the machine goes on without that part: its numbers become 0. “What comes " +
    "next” then shows both, with the part and without; the maps are those of what is left, and the machine " +
    "writes with what is left. Layers and heads count from 1 on this page; in the names of arrays, and in " +
    "proust ablate, from 0.",
  parts_loss:
    "What it sees of this text costs the machine {whole} nats a character ({bits} bits): the mean " + "surprise.",
  parts_loss_out:
    "What it sees of this text costs the whole machine {whole} nats a character; without what is " +
    "taken out, {now}: {change}.",
  parts_too_short: "Of one character alone nothing can be said: what it costs begins with the second.",
  parts_caption:
    "What each part is worth: what this text costs if that part alone is missing, in nats a " + "character",
  parts_part: "part",
  parts_without: "without it",
  parts_change: "change",
  parts_head: "layer {layer}, head {head}",
  parts_feed_forward: "layer {layer}, feed-forward",
  parts_cut: "Cut the chosen edge: layer {layer}, head {head}, from {from} to {to}",
  parts_cut_none: "Choose a cell in a map to cut that edge",
  parts_join: "Join the chosen edge again: layer {layer}, head {head}, from {from} to {to}",
  parts_mend: "layer {layer}, head {head}: {from} → {to} ×",
  parts_all: "Put everything in again",
}

const es = {
  parts_title: "Quitar y poner",
  parts_help:
    "Si se desmarca una casilla, la máquina sigue sin esa parte: sus números pasan a ser 0. «Qué viene " +
    "después» muestra entonces las dos cosas, con la parte y sin ella; los mapas son los de lo que queda, y la " +
    "máquina escribe con lo que queda. Las capas y las cabezas se cuentan desde 1 en esta página; en los " +
    "nombres de los arrays y en proust ablate, desde 0.",
  parts_loss:
    "Lo que ve de este texto le cuesta a la máquina {whole} nats por carácter ({bits} bits): la " +
    "sorpresa media.",
  parts_loss_out:
    "Lo que ve de este texto le cuesta a la máquina entera {whole} nats por carácter; sin lo que " +
    "se ha quitado, {now}: {change}.",
  parts_too_short: "De un solo carácter no se puede decir nada: lo que cuesta un texto empieza con el segundo.",
  parts_caption: "Lo que vale cada parte: lo que cuesta este texto si falta solo esa, en nats por carácter",
  parts_part: "parte",
  parts_without: "sin ella",
  parts_change: "cambio",
  parts_head: "capa {layer}, cabeza {head}",
  parts_feed_forward: "capa {layer}, feed-forward",
  parts_cut: "Cortar la arista elegida: capa {layer}, cabeza {head}, de {from} a {to}",
  parts_cut_none: "Elige una celda en un mapa para cortar esa arista",
  parts_join: "Unir otra vez la arista elegida: capa {layer}, cabeza {head}, de {from} a {to}",
  parts_mend: "capa {layer}, cabeza {head}: {from} → {to} ×",
  parts_all: "Volver a ponerlo todo",
}

const tokensEn = {
  parts_too_short: "Of one token alone nothing can be said: what it costs begins with the second.",
}

const tokensEs = {
  parts_too_short: "De un solo token no se puede decir nada: lo que cuesta un texto empieza con el segundo.",
}

/** @type {import("../core/language.js").Texts<keyof typeof en, keyof typeof tokensEn>} */
export const texts = { en, es, tokens: { en: tokensEn, es: tokensEs } }
