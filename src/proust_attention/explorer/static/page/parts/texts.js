/**
 * The sentences of the parts: what is taken out, and what each part is worth.
 *
 * Where tokens can be more than characters, those of `tokens` stand in the place of those of the same keys.
 */

const en = {
  parts_title: "Take out and put in",
  parts_help: "Empty a box, and the machine goes on without that part: its numbers become 0. What comes next then "
    + "stands there before and after, the maps are those of what is left, and it writes with what is left.",
  parts_loss: "This text costs the machine {whole} nats a character ({bits} bits): the mean surprise.",
  parts_loss_out: "This text costs the whole machine {whole} nats a character; without what is taken out, {now}: "
    + "{change}.",
  parts_too_short: "Of one character alone nothing can be said: what it costs begins with the second.",
  parts_caption: "What each part is worth on this text: its cost without that part alone, in nats a character",
  parts_part: "part",
  parts_without: "without it",
  parts_change: "change",
  parts_head: "layer {layer}, head {head}",
  parts_feed_forward: "layer {layer}, feed-forward",
  parts_cut: "Cut the chosen edge: layer {layer}, head {head}, from {from} to {to}",
  parts_cut_none: "Choose a cell in a map to cut that edge",
  parts_mend: "layer {layer}, head {head}: {from} → {to} ×",
  parts_all: "Put everything in again",
}

const es = {
  parts_title: "Quitar y poner",
  parts_help: "Si se vacía una casilla, la máquina sigue sin esa parte: sus números pasan a ser 0. Lo que viene "
    + "después se ve entonces antes y después, los mapas son los de lo que queda, y escribe con lo que queda.",
  parts_loss: "Este texto le cuesta a la máquina {whole} nats por carácter ({bits} bits): la sorpresa media.",
  parts_loss_out: "Este texto le cuesta a la máquina entera {whole} nats por carácter; sin lo que se ha quitado, "
    + "{now}: {change}.",
  parts_too_short: "De un solo carácter no se puede decir nada: lo que cuesta un texto empieza con el segundo.",
  parts_caption: "Lo que vale cada parte en este texto: su coste sin esa parte sola, en nats por carácter",
  parts_part: "parte",
  parts_without: "sin ella",
  parts_change: "cambio",
  parts_head: "capa {layer}, cabeza {head}",
  parts_feed_forward: "capa {layer}, feed-forward",
  parts_cut: "Cortar la arista elegida: capa {layer}, cabeza {head}, de {from} a {to}",
  parts_cut_none: "En un mapa se elige la celda cuya arista se puede cortar",
  parts_mend: "capa {layer}, cabeza {head}: {from} → {to} ×",
  parts_all: "Ponerlo todo otra vez",
}

const tokensEn = {
  parts_too_short: "Of one token alone nothing can be said: what it costs begins with the second.",
}

const tokensEs = {
  parts_too_short: "De un solo token no se puede decir nada: lo que cuesta un texto empieza con el segundo.",
}

/** @type {import("../core/language.js").Texts} */
export const texts = { en, es, tokens: { en: tokensEn, es: tokensEs } }
