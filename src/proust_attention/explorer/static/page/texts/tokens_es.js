/**
 * What the page says in Spanish of a machine whose tokens can be more than one character, in the place of the
 * sentences of the same keys that speak of characters.
 */

/** @type {Record<string, string>} */
export const es = {
  lead: "Una máquina pequeña ha leído novelas, token a token (un token es un carácter, o unos pocos que suelen "
    + "ir juntos), hasta saber adivinar cuál viene después. Basta con escribir algo: aquí se ve adónde mira, "
    + "qué espera y cada número que hay por el camino.",

  characters: "Los tokens que ve la máquina",
  ribbon_help: "Para mirar un token, basta con señalarlo o usar las flechas. Un clic, o la tecla Intro, lo "
    + "fija; Escape lo suelta.",
  where: "Token {place} de {count}: {token}.",
  where_pinned: "Token {place} de {count}: {token}, fijado.",
  only_the_end: "La máquina ve como mucho {most} tokens; de este texto lee los últimos {seen}, porque cuando su "
    + "ventana se llena conserva la última mitad y sigue leyendo.",

  after_last: "Tras el último token, {token}, la máquina espera:",
  after_pinned: "Tras el token {place}, {token}, que está fijado, la máquina espera:",
  bars: "Tokens que pueden venir después",
  bars_help: "Un clic en un token, o Intro sobre él, lo escribe.",
  topK_about: "Solo entran en el sorteo los tokens más probables, tantos como aquí se diga.",
  own_min_p: "Por un ajuste de esta máquina, no se sortea ningún token cuya probabilidad sea menor que {share} "
    + "veces la del más probable.",

  step_hint: "Sortear un token y escribirlo al final",
  write_on_hint: "Seguir token a token, hasta que se pare",
  not_drawn: "Para escribir se sortea un token: cuanto más probable es, más a menudo sale.",
  chosen: "Token elegido: {token}.",

  maps_table: "Cuánto mira cada cabeza a cada token, desde {from}",
  maps_help: "Cada fila es un token que mira; cada columna, uno al que se mira: él mismo o uno anterior. Cuanto "
    + "más intenso el color, mayor es el peso; cada fila suma 1. Su entropía dice con qué amplitud mira la "
    + "cabeza: si mira por igual a 2ⁿ lugares, es de n bits. Una celda se elige con un clic o con las flechas, "
    + "y más abajo se ve de dónde sale su número.",

  diagram_help: "De arriba abajo, como van los números. Entre paréntesis, la forma de la matriz en cada paso: T "
    + "= {T} tokens, D la anchura, H las cabezas, K la anchura de una cabeza, S los lugares mirados, F la "
    + "anchura oculta, V el vocabulario. {stream} Cada paso abre sus números y sus apuntes de clase (en inglés).",
  heat_as_table: "una tabla del token señalado, en lugar del mapa de calor",
  step_token_ids: "Tokens",
  about_token_ids: "Cada token es una pieza del vocabulario de la máquina y tiene allí un número: su id.",
  about_embedding_sinusoidal: "Cada pieza del vocabulario tiene un vector de D números, aprendido. Se le suma "
    + "un vector que dice el lugar.",
  about_embedding_rotary: "Cada pieza del vocabulario tiene un vector de D números, aprendido. Los lugares "
    + "entran más tarde, cuando la consulta y la clave se giran según ellos; aquí no se suma nada.",
  about_logits: "Un número para cada pieza del vocabulario: cuanto mayor, más probable es que venga a "
    + "continuación. Softmax los convierte en probabilidades.",
}
