/**
 * The sentences of what comes next: the bars, the sliders, the writing.
 *
 * Where tokens can be more than characters, those of `tokens` stand in the place of those of the same keys.
 */

const en = {
  next_title: "What comes next",
  after_last: "After the last character, {token}, the machine expects:",
  after_pinned: "After character {place}, {token}, which is pinned, the machine expects:",
  after_pointed: "After character {place}, {token}, the machine expects:",
  before: "the machine",
  after_sliders: "what is drawn from",
  whole: "the whole machine",
  without: "without what is taken out",
  bar_without: "{name}: the whole machine {before}, without what is taken out {after}",
  rest_without: "The {count} below the first ten: together {before}, without what is taken out {after}.",
  bars: "Characters that may come next",
  bar: "{name}: the machine {before}, of what is drawn from {after}",
  bars_help: "Click a character, or press Enter on it, to write it.",
  bars_help_drops: "A click, or Enter, writes a character in the place of all that follows.",
  rest: "The {count} below the first ten: together {before}; of what is drawn from, {after}.",
  cut_topK: "top-k",
  cut_topP: "top-p",
  cut_other: "cut",
  temperature: "Temperature",
  temperature_about:
    "Below 1 the likely becomes likelier still; above 1 the unlikely gets its chance. At 0 the " +
    "likeliest is always taken.",
  topK: "Top-k",
  topK_about: "Only so many characters, the likeliest, may be drawn; 0: all.",
  topP: "Top-p",
  topP_about: "Of these, only as many as it takes to have this much of the probability together; 1: all.",
  own_min_p:
    "By a setting of this machine, nothing is drawn that has less than {least} times the probability of " +
    "the likeliest.",
  own_penalty:
    "By a setting of this machine, what stands in its window already is less likely to come again: a " +
    "penalty of {penalty}.",
  drawing: "How it is drawn: temperature, top-k, top-p, speed, seed",
  writing: "Writing",
  back: "One step back",
  step: "Write one",
  step_hint: "Draw a character, and write it at the end",
  forward: "One step forward",
  write_on: "Write on",
  write_on_hint: "Go on character by character, until it is stopped",
  stop: "Stop",
  speed: "Speed",
  a_second: "{count} a second",
  speed_about:
    "At most. The maps and all the other numbers follow as long as this computer can compute them in time; " +
    "where it cannot, they wait until the writing stops.",
  seed: "Seed",
  another_seed: "Another",
  seed_about: "The same seed writes the same text again.",
  seed_wrong: "A seed is a whole number from 0 to 9,007,199,254,740,991. Until there is one, {seed} stays.",
  not_drawn: "To write, one character is chosen at random: the more probable it is, the more often it comes.",
  drawn: "Random number {place} of seed {seed} is {number}; it falls on {token}.",
  chosen: "You chose {token}.",
  branches: "Branches of what was written",
  branches_tree: "Branches",
  branches_help:
    "Each line is a branch of what was written, and grows from the one above it that is further left. A " +
    "click, or Enter, goes to its end.",
  branches_here: "{text} (the text is here)",
  branches_clear: "Keep only the present branch",
}

const es = {
  next_title: "Qué viene después",
  after_last: "Tras el último carácter, {token}, la máquina espera:",
  after_pinned: "Tras el carácter {place}, {token}, que está fijado, la máquina espera:",
  after_pointed: "Tras el carácter {place}, {token}, la máquina espera:",
  before: "la máquina",
  after_sliders: "de donde se sortea",
  whole: "la máquina entera",
  without: "sin lo que se ha quitado",
  bar_without: "{name}: la máquina entera {before}, sin lo que se ha quitado {after}",
  rest_without: "Los {count} que siguen a los diez primeros suman {before}; sin lo que se ha quitado, {after}.",
  bars: "Caracteres que pueden venir después",
  bar: "{name}: la máquina {before}, en el sorteo {after}",
  bars_help: "Un clic en un carácter, o Intro sobre él, lo escribe.",
  bars_help_drops: "Un clic, o Intro, escribe un carácter en lugar de todo lo que sigue.",
  rest: "Los {count} que siguen a los diez primeros suman {before}; en el sorteo, {after}.",
  cut_topK: "top-k",
  cut_topP: "top-p",
  cut_other: "fuera",
  temperature: "Temperatura",
  temperature_about:
    "Por debajo de 1, lo probable se vuelve aún más probable; por encima, lo improbable tiene su " +
    "oportunidad. Con 0 se toma siempre lo más probable.",
  topK: "Top-k",
  topK_about: "Solo entran en el sorteo los caracteres más probables, tantos como aquí se diga; 0: todos.",
  topP: "Top-p",
  topP_about: "De ellos, solo los que hacen falta para sumar esta parte de la probabilidad; 1: todos.",
  own_min_p:
    "Por un ajuste de esta máquina, no se sortea nada cuya probabilidad sea menor que {least} veces la " +
    "del carácter más probable.",
  own_penalty:
    "Por un ajuste de esta máquina, lo que ya está en su ventana tiene menos probabilidad de volver: " +
    "una penalización de {penalty}.",
  drawing: "Cómo se sortea: temperatura, top-k, top-p, velocidad, semilla",
  writing: "Escritura",
  back: "Un paso atrás",
  step: "Escribir uno",
  step_hint: "Sortear un carácter y escribirlo al final",
  forward: "Un paso adelante",
  write_on: "Seguir",
  write_on_hint: "Seguir carácter a carácter, hasta que se pare",
  stop: "Parar",
  speed: "Velocidad",
  a_second: "{count} por segundo",
  speed_about:
    "Como máximo. Los mapas y los demás números siguen mientras este ordenador los calcule a tiempo; si no " +
    "puede, esperan a que la escritura se pare.",
  seed: "Semilla",
  another_seed: "Otra",
  seed_about: "Con la misma semilla sale otra vez el mismo texto.",
  seed_wrong: "Una semilla es un número entero de 0 a 9.007.199.254.740.991. Mientras tanto, sigue la {seed}.",
  not_drawn: "Para escribir se sortea un carácter: cuanto más probable es, más a menudo sale.",
  drawn: "El número aleatorio {place} de la semilla {seed} es {number}; cae en {token}.",
  chosen: "Carácter elegido: {token}.",
  branches: "Ramas de lo escrito",
  branches_tree: "Ramas",
  branches_help:
    "Cada línea es una rama de lo escrito, y nace de la de más arriba que queda más a la izquierda. Un clic, " +
    "o Intro, va a su final.",
  branches_here: "{text} (el texto está aquí)",
  branches_clear: "Dejar solo la rama presente",
}

const tokensEn = {
  after_last: "After the last token, {token}, the machine expects:",
  after_pinned: "After token {place}, {token}, which is pinned, the machine expects:",
  after_pointed: "After token {place}, {token}, the machine expects:",
  bars: "Tokens that may come next",
  bars_help: "Click a token, or press Enter on it, to write it.",
  bars_help_drops: "A click, or Enter, writes a token in the place of all that follows.",
  topK_about: "Only so many tokens, the likeliest, may be drawn; 0: all.",
  own_min_p:
    "By a setting of this machine, no token is drawn that has less than {least} times the probability of " +
    "the likeliest.",
  step_hint: "Draw a token, and write it at the end",
  write_on_hint: "Go on token by token, until it is stopped",
  not_drawn: "To write, one token is chosen at random: the more probable it is, the more often it comes.",
  chosen: "You chose {token}.",
}

const tokensEs = {
  after_last: "Tras el último token, {token}, la máquina espera:",
  after_pinned: "Tras el token {place}, {token}, que está fijado, la máquina espera:",
  after_pointed: "Tras el token {place}, {token}, la máquina espera:",
  bars: "Tokens que pueden venir después",
  bars_help: "Un clic en un token, o Intro sobre él, lo escribe.",
  bars_help_drops: "Un clic, o Intro, escribe un token en lugar de todo lo que sigue.",
  topK_about: "Solo entran en el sorteo los tokens más probables, tantos como aquí se diga; 0: todos.",
  own_min_p:
    "Por un ajuste de esta máquina, no se sortea ningún token cuya probabilidad sea menor que {least} " +
    "veces la del más probable.",
  step_hint: "Sortear un token y escribirlo al final",
  write_on_hint: "Seguir token a token, hasta que se pare",
  not_drawn: "Para escribir se sortea un token: cuanto más probable es, más a menudo sale.",
  chosen: "Token elegido: {token}.",
}

/** @type {import("../core/language.js").Texts<keyof typeof en, keyof typeof tokensEn>} */
export const texts = { en, es, tokens: { en: tokensEn, es: tokensEs } }
