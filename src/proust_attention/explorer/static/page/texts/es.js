/** What the page says in Spanish. The panels of the maps have their own: panels_es.js. */

/** @type {Record<string, string>} */
export const es = {
  title: "La máquina de atención de Proust",
  lead: "Una máquina pequeña ha leído novelas, carácter a carácter, hasta saber adivinar cuál viene después. "
    + "Basta con escribir algo: aquí se ve adónde mira, qué espera y cada número que hay por el camino.",
  machine: "Máquina",
  language: "Idioma",
  open_files: "Abrir archivos…",
  open_files_hint: "Los tres archivos de una máquina: config.json, tokenizer.json, model.safetensors. "
    + "También se pueden soltar, ellos o su carpeta, en cualquier lugar de esta página.",
  by_hand: "abierta desde archivos",
  refused: "No se puede abrir {name}; se mantiene la máquina anterior. El motivo, en inglés:",
  refused_first: "No se puede abrir {name}. El motivo, en inglés:",
  not_here: "La dirección pide la máquina «{name}», que no está aquí; se ha abierto otra. Una máquina propia se "
    + "puede abrir desde sus archivos.",
  close: "Cerrar este aviso",
  cannot_read: "La máquina no puede leer esto. El motivo, en inglés:",
  cannot_write: "La máquina no puede escribir. El motivo, en inglés:",
  not_in_address: "Esta máquina se ha abierto desde archivos. No sale de este ordenador, así que la dirección "
    + "de la página no puede traerla de vuelta: si se recarga, hay que volver a abrirla.",
  no_machines: "Con esta página no ha llegado ninguna máquina: se puede abrir una desde archivos.",

  ribbon_title: "El texto",
  phrase: "Una frase para empezar",
  characters: "Los caracteres que ve la máquina",
  ribbon_help: "Para mirar un carácter, basta con señalarlo o usar las flechas. Un clic, o la tecla Intro, lo "
    + "fija; Escape lo suelta.",
  where: "Carácter {place} de {count}: {token}.",
  where_pinned: "Carácter {place} de {count}: {token}, fijado.",
  space: "espacio",
  newline: "fin de línea",
  no_break_space: "espacio de no separación",
  quoted: "«{text}»",
  nothing_typed: "No hay nada escrito que conozca, así que la máquina parte de un solo carácter: {character}.",
  replaced: "Desconocidos para esta máquina, y leídos como el más parecido que conoce: {pairs}.",
  omitted: "Desconocidos y omitidos: {some}.",
  omitted_more: "Desconocidos y omitidos: {some} y {more} más.",
  only_the_end: "La máquina ve como mucho {most} caracteres; de este texto lee los últimos {seen}, porque cuando "
    + "su ventana se llena conserva la última mitad y sigue leyendo.",
  cut: "De un texto se conservan, como mucho, los últimos {most} caracteres.",

  maps_title: "Adónde mira cada cabeza",
  arithmetic_title: "De dónde sale un número",
  next_title: "Qué viene después",
  diagram_title: "La máquina, paso a paso",

  after_last: "Tras el último carácter, {token}, la máquina espera:",
  after_pinned: "Tras el carácter {place}, {token}, que está fijado, la máquina espera:",
  after_drops: "(Lo que se elija aquí se escribe en lugar de todo lo que sigue.)",
  before: "lo que dice la máquina",
  after_sliders: "de donde se sortea, con los controles",
  bars: "Caracteres que pueden venir después",
  bar: "{name}: la máquina {before}, con los controles {after}",
  bars_help: "Un clic en un carácter, o Intro sobre él, lo escribe.",
  rest: "Los {count} que siguen a los doce primeros suman {before}; con los controles, {after}.",
  cut_topK: "top-k",
  cut_topP: "top-p",
  cut_other: "fuera",

  temperature: "Temperatura",
  temperature_about: "Por debajo de 1, lo probable se vuelve aún más probable; por encima, lo improbable tiene su "
    + "oportunidad. Con 0 se toma siempre lo más probable.",
  topK: "Top-k",
  topK_about: "Solo entran en el sorteo los caracteres más probables, tantos como aquí se diga.",
  topP: "Top-p",
  topP_about: "De ellos, solo los que hacen falta para sumar esta parte de la probabilidad.",

  own_min_p: "Por un ajuste de esta máquina, no se sortea nada cuya probabilidad sea menor que {share} veces la "
    + "del carácter más probable.",
  own_penalty: "Por un ajuste de esta máquina, lo que ya está en su ventana tiene menos probabilidad de volver: "
    + "una penalización de {penalty}.",

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
  speed_about: "Como máximo. Los mapas y los demás números siguen tan deprisa como este ordenador los calcule.",
  seed: "Semilla",
  another_seed: "Otra",
  seed_about: "Con la misma semilla sale otra vez el mismo texto.",
  seed_wrong: "Una semilla es un número entero de 0 a 9.007.199.254.740.991. Mientras tanto, sigue la {seed}.",
  not_drawn: "Para escribir se sortea un carácter: cuanto más probable es, más a menudo sale.",
  drawn: "El número aleatorio {place} de la semilla {seed} es {number}; cae en {token}.",
  chosen: "Carácter elegido: {token}.",

  footer: "Todo se calcula en este navegador; nada de lo que se escribe sale de él.",
}
