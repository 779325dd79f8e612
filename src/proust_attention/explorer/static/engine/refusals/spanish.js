/**
 * Lo que se rechaza, en español: english.js tiene lo mismo en inglés, y errors.js dice cómo se usa.
 */

/** @type {Record<keyof typeof import("./english.js").ENGLISH, string>} */
export const SPANISH = {
  // archivos
  machine_incomplete: "esto no es una máquina entera: falta {file}",
  file_large: "{file} tiene {size} bytes; aquí no se abren más de {most}",
  file_no_json: "{file} está dañado: no es JSON",
  file_not_fetched: "no se puede descargar {file} ({problem})",
  files_unreadable: "no se pueden leer los archivos",
  files_packed: "{file} es un archivo ZIP: hay que descomprimirlo antes y soltar la carpeta que contiene",
  machine_other: "entretanto se ha abierto otra máquina",
  machine_large:
    "esta máquina es demasiado grande para esta página: con el contexto lleno necesitaría {size} GB de memoria",

  // ajustes
  settings_missing: "config.json no contiene los ajustes de una máquina: no tiene el grupo {group}",
  setting_unknown: "config.json tiene un ajuste, {setting}, que esta página no conoce",
  setting_wrong: "config.json está dañado: {setting} es {value}, pero tiene que ser {allowed}",
  settings_newer: "config.json es de una versión más nueva",
  vocabulary_other: "según config.json, vocab_size es {known}, pero tokenizer.json tiene {found} tokens",

  // tokenizadores
  tokenizer_missing: "tokenizer.json no es un tokenizador: no dice de qué tipo es",
  tokenizer_unknown: "tokenizer.json es del tipo {kind}, que esta página no conoce",
  characters_missing: "tokenizer.json no es un tokenizador de caracteres: faltan sus símbolos",
  pieces_missing: "tokenizer.json no es un tokenizador de trozos: faltan sus símbolos o sus fusiones",
  pieces_few:
    "tokenizer.vocab_size es {size}, pero los {count} caracteres del texto están entre los trozos; pide más",
  pieces_many:
    "tokenizer.vocab_size es {size}, pero el texto solo tiene {count} trozos, sus caracteres y lo que sale al " +
    "menos dos veces en sus palabras; pide menos, o da más texto",
  merge_wrong:
    "tokenizer.json está dañado: una fusión tiene que hacer un trozo nuevo de dos trozos anteriores a ella",
  symbols_wrong: "tokenizer.json está dañado: sus símbolos tienen que estar ordenados, sin que ninguno se repita",
  character_unknown: "la máquina no conoce el carácter {character}; {nearest}",

  // pesos
  weights_short: "{file} no es un archivo safetensors: solo tiene {size} bytes",
  weights_header_cut: "{file} está cortado, o no es un archivo safetensors",
  weights_header_wrong: "{file} está dañado, o no es un archivo safetensors: no se puede leer su cabecera",
  weights_cut: "{file} está cortado: faltan números al final",
  weights_long: "{file} está dañado: es más largo de lo que dice su cabecera",
  weights_senseless: "{file} está dañado: lo que dice su cabecera de {name} no tiene sentido",
  weights_moved: "{file} está dañado: {name} no está donde debería",
  weights_miscounted: "{file} está dañado: {name} no tiene tantos números como dice su forma",
  weights_changed: "{file} está dañado: sus números no son los que se escribieron",
  weights_type: "{name} contiene números del tipo {type}, que aquí no se leen",
  weights_unscaled: "{name} tiene ocho bits por número, pero no una escala para cada una de sus filas",
  weight_missing: "los pesos no corresponden a los ajustes: falta {name}",
  weight_shape: "los pesos no corresponden a los ajustes: {name} es ({found}), no ({right})",
  weight_foreign: "los pesos no corresponden a los ajustes: {name} no es de ninguna parte de este modelo",
  weight_infinite: "los pesos están dañados: en {name} hay números infinitos o NaN",
  gradient_unknown: "esta máquina no tiene ninguna matriz y ningún peso que se llame {name}",
  logits_infinite: "model.safetensors está dañado: con estos pesos, los logits son infinitos o NaN",

  // lectura
  machine_none: "todavía no hay ninguna máquina abierta",
  text_none: "no hay texto que leer: hace falta al menos un carácter",
  text_long: "{count} símbolos son más de los que la máquina ve a la vez: {most}",
  id_unknown: "hay un id que no es de ningún símbolo de esta máquina: van de 0 a {last}",
  step_unknown: "en el último forward no hay ningún paso que se llame {name}",
  array_unknown: "esta máquina no tiene ninguna matriz que se llame {name}",
  intervention_wrong: "la intervención en {name} no es ni un factor ni un valor, con where o sin él",
  intervention_foreign: "en la intervención en {name} hay algo que no son números",
  intervention_misfit:
    "la intervención en {name} tiene {count} números, pero la forma de su matriz es ({shape}): servirían {fit}",

  // entrenamiento
  run_none: "todavía no se ha empezado ni abierto ningún entrenamiento",
  run_incomplete: "esto no es un entrenamiento entero: falta {file}",
  run_interventions:
    "este entrenamiento tiene intervenciones en cada forward (began.json); solo proust puede seguir con él",
  run_elsewhere: "este entrenamiento está abierto en otra pestaña: hay que seguir allí, o cerrar esa pestaña",
  run_unkept: "aquí no se guarda ningún entrenamiento con el nombre {name}",
  run_done: "los {steps} pasos de este entrenamiento ya están hechos",
  run_infinite: "los pesos ya no son números finitos: vuelve a un momento guardado, y guarda ese",
  training_broke:
    "el entrenamiento se ha roto en el paso {step}: su pérdida o su gradiente han dejado de ser finitos, o ya " +
    "no tienen remedio. Una tasa de aprendizaje menor puede ayudar; lo que se guardó antes sigue ahí",
  training_bfloat16:
    "la página entrena en float32, y training.precision es bfloat16: este entrenamiento sigue con proust train " +
    "--resume; o se puede empezar otro con training.precision=float32",
  training_minutes:
    "este entrenamiento es de tantos minutos (training.timetable): solo proust train --resume sigue con él",
  training_large:
    "estos ajustes necesitan unos {needed} GB de memoria, y una página no debería tomar más de {most}: hacen " +
    "falta menos capas, o una anchura, un lote o un contexto menores; proust train tiene sitio para más",
  folder_large: "la carpeta tiene {size} bytes; aquí no se abren más de {most}",
  corpus_large: "el texto tiene {size} caracteres; aquí no se aprende de más de {most}",
  corpus_uniform: "el texto es demasiado corto: no tiene dos caracteres distintos",
  corpus_batch:
    "el texto es demasiado corto: su parte de entrenamiento tiene {windows} ventanas de {length} tokens, pero " +
    "un paso toma {batch}; hace falta más texto, o un valor menor de training.batch_size",
  corpus_window:
    "el texto es demasiado corto: en su parte {part}, de {count} tokens, no cabe una ventana de {length} con el " +
    "token que le sigue; hace falta más texto, o un valor menor de model.context_length",
  tokens_damaged: "tokens.npy está dañado, o contiene algo que no son ids",
  tokens_foreign: "tokens.npy está dañado: no contiene ids de este tokenizador",
  counter_missing: "{file} está dañado, o es de otra versión: falta {name}, o no cuenta nada",
  state_missing: "el estado no corresponde a los ajustes: falta {name}",
  state_size: "el estado no corresponde a los ajustes: {name} tiene {found} números, no {right}",
  state_infinite: "el estado está dañado: {name} no es finito",
  moment_unknown: "no se guardó ningún momento en el paso {step}; los guardados son: {kept}",
  number_unknown: "no hay ningún número {place} en un peso {name}",
  batch_short: "un paso de aprendizaje necesita dos tokens: uno que leer y otro que predecir",
  batch_none: "aún no se ha desmontado ningún paso de esta máquina",
  storage_full:
    "el navegador no tiene más sitio para esta página: borra un entrenamiento guardado, o guarda este como " +
    "archivos; de lo ya guardado no se pierde nada",
  storage_none: "el navegador no guarda nada para esta página ({what}); guarda el entrenamiento como archivos",

  // partes de frases
  nothing: "nada",
  no_connection: "sin conexión",
  connection_broke: "se ha cortado la conexión",
  whole_between: "un número entero de {least} a {most}",
  number_from: "un número, {least} como mínimo",
  number_between: "un número de {least} a {most}",
  number_above: "un número mayor que 0 y no mayor que {most}",
  number_below_one: "un número, 0 como mínimo y menor que 1",
  one_of: "uno de estos: {choices}",
  any_text: "un texto",
  even_width: "par: senos y cosenos van de dos en dos",
  divisor_of_width: "un divisor de model.d_model ({width})",
  even_heads: "tal que la anchura de una cabeza, {width}, sea par: la rotación va de dos en dos",
  character_seen: "«{character}» ({code}, carácter {place} del texto)",
  character_unseen: "{code} (carácter {place} del texto)",
  nearest_none: "no conoce ninguno parecido",
  nearest: "el más parecido que conoce es «{character}»",
  part_training: "de entrenamiento",
  part_held_out: "apartada",
}
