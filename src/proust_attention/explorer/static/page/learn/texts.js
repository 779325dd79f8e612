/**
 * The sentences of the door to the workshop. Those behind it are loaded with it (workshop_texts.js).
 */

const en = {
  learn_title: "Learn",
  learn_help:
    "The machines above have learned already. Here one begins: random numbers that know nothing. It reads a " +
    "text, guesses every next character, is told how wrong it was, and each of its numbers moves a little so " +
    "that next time it is less wrong. In a minute noise becomes letters, and letters words.",
  learn_open: "Train a machine here",
  learn_loading: "The workshop is on its way…",
  learn_not_loaded: "The workshop could not be loaded: look at the connection, and try again.",
  learn_kept_before: "A machine that began to learn here on {date} is kept in this browser.",
  learn_go_on: "Go on with it",
  learn_forget: "Forget it",
}

const es = {
  learn_title: "Aprender",
  learn_help:
    "Las máquinas de arriba ya han aprendido. Aquí empieza una: números al azar que no saben nada. Lee un " +
    "texto, intenta adivinar cada carácter que viene, se le dice cuánto se ha equivocado, y cada uno de sus " +
    "números se mueve un poco para equivocarse menos la próxima vez. En un minuto el ruido se hace letras, y " +
    "las letras palabras.",
  learn_open: "Entrenar aquí una máquina",
  learn_loading: "El taller está de camino…",
  learn_not_loaded: "No se ha podido cargar el taller: conviene mirar la conexión y probar otra vez.",
  learn_kept_before: "En este navegador se conserva una máquina que empezó a aprender aquí el {date}.",
  learn_go_on: "Seguir con ella",
  learn_forget: "Olvidarla",
}

/** @type {import("../core/language.js").Texts<keyof typeof en>} */
export const texts = { en, es }
