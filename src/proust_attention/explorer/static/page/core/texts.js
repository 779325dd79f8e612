/**
 * The sentences that no panel has for itself.
 *
 * Where tokens can be more than characters, those of `tokens` stand in the place of those of the same keys.
 */

const en = {
  title: "The attention machine of Proust",
  lead:
    "A small machine has read novels, one character at a time, until it could guess which character comes " +
    "next. Type something: here you see where it looks, what it expects, and every number on the way.",
  space: "space",
  newline: "end of line",
  no_break_space: "no-break space",
  quoted: "«{text}»", // a token, in every language
  surprise_token: "{token} cost {bits} bits: the machine gave it {chance}. It expected: {most}.",
  surprise_token_without:
    "{token} cost {bits} bits without what is taken out ({whole} with it; a change of {change} nats): the " +
    "machine gave it {chance}. It expected: {most}.",
  surprise_first: "{token} is the first: nothing stands before it to expect it from.",
  surprise_unknown: "{token} has not been read yet.",
  loading: "The machine is on its way…",
  not_whole: "A part of this page has not arrived: look at the connection, and load the page again.",
  footer: "All of it is computed on this computer; nothing that you type leaves it.",
}

const es = {
  title: "La máquina de atención de Proust",
  lead:
    "Una máquina pequeña ha leído novelas, carácter a carácter, hasta saber adivinar cuál viene después. " +
    "Basta con escribir algo: aquí se ve adónde mira, qué espera y cada número que hay por el camino.",
  space: "espacio",
  newline: "fin de línea",
  no_break_space: "espacio de no separación",
  quoted: "«{text}»", // a token, in every language
  surprise_token: "{token} ha costado {bits} bits: la máquina le daba un {chance}. Esperaba: {most}.",
  surprise_token_without:
    "{token} ha costado {bits} bits sin lo que se ha quitado ({whole} con ello; un cambio de {change} nats): la " +
    "máquina le daba un {chance}. Esperaba: {most}.",
  surprise_first: "{token} es el primero: antes de él no hay nada que esperar.",
  surprise_unknown: "{token} aún no se ha leído.",
  loading: "La máquina está de camino…",
  not_whole: "Una parte de esta página no ha llegado: conviene mirar la conexión y volver a cargarla.",
  footer: "Todo se calcula en este ordenador; nada de lo que se escribe sale de él.",
}

const tokensEn = {
  lead:
    "A small machine has read novels, one token at a time (a token is a character, or a few that often stand " +
    "together), until it could guess which token comes next. Type something: here you see where it looks, what " +
    "it expects, and every number on the way.",
}

const tokensEs = {
  lead:
    "Una máquina pequeña ha leído novelas, token a token (un token es un carácter, o unos pocos que suelen ir " +
    "juntos), hasta saber adivinar cuál viene después. Basta con escribir algo: aquí se ve adónde mira, qué " +
    "espera y cada número que hay por el camino.",
}

/** @type {import("./language.js").Texts<keyof typeof en, keyof typeof tokensEn>} */
export const texts = { en, es, tokens: { en: tokensEn, es: tokensEs } }
