/**
 * The sentences of the workshop: for somebody who has never trained a machine.
 */

const en = {
  learn_source: "The text that it reads",
  learn_source_novella:
    "“La casa de los membrillos”, a Spanish novella of 128,000 characters that comes with the page",
  learn_source_own: "a text of my own",
  learn_own_text:
    "Type or paste it here, or drop a .txt file on this part of the page; some 20,000 characters or more",
  learn_choose_text: "Choose a text file…",
  learn_text_count: "{count} characters.",
  learn_text_held: "The text of {name}: {count} characters.",
  learn_settings:
    "Settings: learning rate {learning_rate}, windows a step {batch_size}, layers {n_layers}, heads {n_heads}, " +
    "steps {steps}",
  learn_preset: "Begin from",
  learn_preset_modern: "modern: what works best today",
  learn_preset_article: "article: as it was done in 2017",
  learn_preset_about: "Sets all the others; then change one, and see what becomes of it.",
  learn_learning_rate: "Learning rate",
  learn_learning_rate_about:
    "How far every number moves in a step. Too small, and it learns slowly; too large, and it jumps over what " +
    "it looks for. Try 1.",
  learn_batch_size: "Batch",
  learn_batch_size_about: "Pieces of text that it reads before each step. More: surer steps, which take longer.",
  learn_n_layers: "Layers",
  learn_n_layers_about: "How often it looks back and thinks, one time after the other.",
  learn_n_heads: "Heads",
  learn_n_heads_about: "At how many things it can look at once in each layer.",
  learn_norm_placement: "Norm",
  learn_norm_placement_about:
    "Where the numbers are brought to one scale. Before: deep machines learn more easily.",
  learn_pre: "before each part",
  learn_post: "after each part",
  learn_positions: "Positions",
  learn_positions_about: "How it knows what stands where.",
  learn_rotary: "rotary: queries and keys are rotated",
  learn_sinusoidal: "sinusoidal: sines and cosines are added",
  learn_optimizer: "Optimizer",
  learn_optimizer_about: "By what rule gradients become steps.",
  learn_muon: "Muon: each matrix in all directions alike",
  learn_adamw: "AdamW: each number for itself",
  learn_d_model: "Width",
  learn_d_model_about: "How many numbers stand for one token. Twice as many: four times the work.",
  learn_context_length: "Context",
  learn_context_length_about: "How many tokens it sees at once.",
  learn_vocabulary: "Tokens",
  learn_vocabulary_about:
    "What it reads and writes at a time: characters, or so many pieces of words. Those it learns from the text " +
    "first: whatever stands together most often.",
  learn_characters: "characters",
  learn_steps: "Steps",
  learn_steps_about: "After so many it is done; the learning rate falls to 0 on the way.",
  learn_seed: "Seed",
  learn_seed_about: "The same seed: the same first numbers, the same pieces of text in the same order.",
  learn_rival: "Beside it, a second machine from the same start, on the same pieces of text; what differs:",
  learn_rival_value: "{name} of the second machine",
  learn_alone: "(no second machine)",
  learn_start: "Start",
  learn_pause: "Pause",
  learn_go: "Go on",
  learn_take: "Go on from step {kept}",
  learn_one: "One step",
  learn_anew: "Begin anew",
  learn_anew_changed: "Begin anew with these settings",
  learn_anew_hint: "A new machine takes the place of this one: save this one first, if you want to have it.",
  learn_pace: "Pace",
  learn_pace_full: "as fast as it can",
  learn_pace_some: "at most 5 steps a second",
  learn_pace_slow: "a step a second",
  learn_working: "One moment…",
  learn_where: "Step {step} of {steps}: it has read {seen} characters ({pass} times the text).",
  learn_size: "{parameters} numbers, {symbols} different characters.",
  learn_speed: "{speed} steps a second.",
  learn_is_waiting: "It waits.",
  learn_is_done: "All steps are done.",
  learn_is_broken: "It has broken.",
  learn_is_ended: "It has stopped.",
  learn_no_kernel: "This browser refuses WebAssembly: it learns all the same, but several times as slowly.",
  learn_silent:
    "Nothing has come from it for a while. It may be busy with a long text, or the browser may have ended it.",
  learn_end: "End it",
  learn_ended:
    "The part of the page that trains has come to an end: by hand, or the browser has ended it, perhaps for " +
    "want of memory. What was kept is still there: go on from it, or begin anew with a smaller machine.",
  learn_was_hidden: "While this page was hidden it went on learning, from step {from} to step {to}.",
  learn_refused: "This cannot be done.",
  learn_wrong: "These settings hold no value that can be used: {names}.",
  learn_not_begun: "It knows nothing yet: its numbers are random.",
  learn_loss:
    "Its loss is {loss} nats a character: as unsure as somebody who has to choose between {choices} characters.",
  learn_final:
    "On the whole text that it never trained on, its loss is {loss} nats a character: as unsure as somebody " +
    "who has to choose between {choices} characters.",
  learn_knows_nothing: "That is worse than guessing evenly ({even}): its guesses are sure, and wrong.",
  learn_knows_chance: "That is about as well as guessing evenly ({even}): it knows next to nothing yet.",
  learn_knows_even:
    "It does better than guessing evenly ({even}), but not yet as well as somebody who only knows how " +
    "often each letter comes ({frequencies}).",
  learn_knows_frequencies:
    "It knows by now which letters are frequent ({frequencies}), but does not yet do as well as " +
    "somebody who has counted which letter follows which ({pairs}).",
  learn_knows_pairs:
    "It does better than somebody who has counted which letter follows which ({pairs}): it looks further back.",
  learn_broken:
    "It broke at step {step}. Each step moves every number against its gradient, the direction in which the " +
    "loss rises; the learning rate says how far. {rate} was too far: every step jumped over the valley to the " +
    "other side, higher up than before, where the slope is steeper still. Its last losses: {last}; guessing " +
    "evenly costs {even}. Go back to a kept moment, or begin anew with a lower learning rate (a tenth, say).",
  learn_stuck:
    "It does not get on: after so many steps its loss is still about that of guessing evenly ({even}). Mostly " +
    "the learning rate is why ({rate}): too high, and each step undoes the one before; far too low, and " +
    "nothing moves.",
  learn_kept: "Kept in this browser up to step {kept}: after a reload, or tomorrow, you can go on from there.",
  learn_unkept: "Not kept: {reason}. It learns on, but is gone when this page is closed.",
  learn_unkept_since: "Kept up to step {kept}; not since then: {reason}.",
  learn_axis: "steps",
  learn_batches: "loss on what it reads",
  learn_held_out: "loss on text that it never trains on",
  learn_yardstick_even: "guessing evenly",
  learn_yardstick_frequencies: "knowing how often each letter comes",
  learn_yardstick_pairs: "knowing which letter follows which",
  learn_samples: "What it writes",
  learn_at_step: "step {step}",
  learn_back: "back to it",
  learn_back_to: "Go back to step {step}",
  learn_back_hint: "All numbers as they were after step {step}; from there it can learn once more.",
  learn_gradients:
    "How strongly the loss pulls at each part (the norm of its gradient), and how far the part moved, at step " +
    "{step}",
  learn_part: "part",
  learn_norm: "gradient",
  learn_moved: "moved by",
  learn_of_embedding: "embedding",
  learn_of_attention: "layer {layer}, attention",
  learn_of_feed_forward: "layer {layer}, feed-forward",
  learn_of_norms: "layer {layer}, norms",
  learn_of_final_norm: "last norm",
  learn_of_output_projection: "output projection",
  learn_maps:
    "Where each head looks, in the first {count} characters of the text that it never trains on: a row looks " +
    "at the columns, the stronger the darker. At first each looks everywhere alike.",
  learn_map: "layer {layer}, head {head}: spread over {places} places",
  learn_look: "Look inside",
  learn_follow: "keep the panels above at its latest numbers",
  learn_save: "Save as a run folder",
  learn_choose: "Open a run folder…",
  learn_files:
    "Look inside: the text, the maps and all the other panels of this page then show this very machine. What " +
    "is saved is a ZIP file with a folder in it: proust report, proust generate and proust train --resume " +
    "open it. A run that proust has begun goes on here; its folder can be dropped on this part of the page, " +
    "too.",
}

const es = {
  learn_source: "El texto que lee",
  learn_source_novella:
    "«La casa de los membrillos», una novela corta de 128 000 caracteres que viene con la página",
  learn_source_own: "un texto propio",
  learn_own_text:
    "Se escribe o se pega aquí, o se suelta un archivo .txt sobre esta parte de la página; unos 20 000 " +
    "caracteres o más",
  learn_choose_text: "Elegir un archivo de texto…",
  learn_text_count: "{count} caracteres.",
  learn_text_held: "El texto de {name}: {count} caracteres.",
  learn_settings:
    "Ajustes: tasa de aprendizaje {learning_rate}, ventanas por paso {batch_size}, capas {n_layers}, " +
    "cabezas {n_heads}, pasos {steps}",
  learn_preset: "Partir de",
  learn_preset_modern: "modern: lo que mejor funciona hoy",
  learn_preset_article: "article: como se hacía en 2017",
  learn_preset_about: "Fija todos los demás; después se cambia uno y se ve qué pasa.",
  learn_learning_rate: "Tasa de aprendizaje",
  learn_learning_rate_about:
    "Cuánto se mueve cada número en un paso. Si es muy pequeña, aprende despacio; si es muy grande, salta por " +
    "encima de lo que busca. Vale la pena probar con 1.",
  learn_batch_size: "Lote",
  learn_batch_size_about: "Trozos de texto que lee antes de cada paso. Más: pasos más seguros, que tardan más.",
  learn_n_layers: "Capas",
  learn_n_layers_about: "Cuántas veces mira atrás y piensa, una tras otra.",
  learn_n_heads: "Cabezas",
  learn_n_heads_about: "A cuántas cosas puede mirar a la vez en cada capa.",
  learn_norm_placement: "Norma",
  learn_norm_placement_about:
    "Dónde se llevan los números a una misma escala. Antes: las máquinas profundas aprenden con menos esfuerzo.",
  learn_pre: "antes de cada parte",
  learn_post: "después de cada parte",
  learn_positions: "Posiciones",
  learn_positions_about: "Cómo sabe qué está en qué lugar.",
  learn_rotary: "rotary: se giran consultas y claves",
  learn_sinusoidal: "sinusoidal: se suman senos y cosenos",
  learn_optimizer: "Optimizador",
  learn_optimizer_about: "Con qué regla los gradientes se convierten en pasos.",
  learn_muon: "Muon: cada matriz en todas las direcciones por igual",
  learn_adamw: "AdamW: cada número por su cuenta",
  learn_d_model: "Anchura",
  learn_d_model_about: "Cuántos números representan un token. El doble: cuatro veces más trabajo.",
  learn_context_length: "Contexto",
  learn_context_length_about: "Cuántos tokens ve a la vez.",
  learn_vocabulary: "Tokens",
  learn_vocabulary_about:
    "Lo que lee y escribe de una vez: caracteres, o tantos trozos de palabra. Los trozos los aprende antes, del " +
    "texto: lo que más veces está junto.",
  learn_characters: "caracteres",
  learn_steps: "Pasos",
  learn_steps_about: "Después de tantos ha terminado; por el camino la tasa de aprendizaje baja hasta 0.",
  learn_seed: "Semilla",
  learn_seed_about:
    "La misma semilla: los mismos números al principio, los mismos trozos de texto en el mismo orden.",
  learn_rival: "A su lado, una segunda máquina con el mismo comienzo y los mismos trozos de texto; lo que cambia:",
  learn_rival_value: "{name} de la segunda máquina",
  learn_alone: "(sin segunda máquina)",
  learn_start: "Empezar",
  learn_pause: "Pausa",
  learn_go: "Seguir",
  learn_take: "Seguir desde el paso {kept}",
  learn_one: "Un paso",
  learn_anew: "Empezar de nuevo",
  learn_anew_changed: "Empezar de nuevo con estos ajustes",
  learn_anew_hint: "Una máquina nueva ocupa el lugar de esta: conviene guardarla antes, si se quiere tener.",
  learn_pace: "Ritmo",
  learn_pace_full: "tan deprisa como pueda",
  learn_pace_some: "como mucho 5 pasos por segundo",
  learn_pace_slow: "un paso por segundo",
  learn_working: "Un momento…",
  learn_where: "Paso {step} de {steps}: ha leído {seen} caracteres ({pass} veces el texto).",
  learn_size: "{parameters} números, {symbols} caracteres distintos.",
  learn_speed: "{speed} pasos por segundo.",
  learn_is_waiting: "Espera.",
  learn_is_done: "Ha dado todos los pasos.",
  learn_is_broken: "Se ha roto.",
  learn_is_ended: "Se ha detenido.",
  learn_no_kernel: "Este navegador rechaza WebAssembly: aprende igualmente, pero varias veces más despacio.",
  learn_silent:
    "Hace un rato que no llega nada de ella. Puede estar ocupada con un texto largo, o puede que el navegador " +
    "la haya terminado.",
  learn_end: "Terminarla",
  learn_ended:
    "La parte de la página que entrena ha terminado: a mano, o la ha terminado el navegador, quizá por falta de " +
    "memoria. Lo que se conservó sigue ahí: se puede seguir desde ese punto, o empezar de nuevo con una máquina " +
    "más pequeña.",
  learn_was_hidden: "Mientras la página estaba oculta ha seguido aprendiendo, del paso {from} al paso {to}.",
  learn_refused: "Esto no se puede hacer.",
  learn_wrong: "Estos ajustes no tienen un valor que se pueda usar: {names}.",
  learn_not_begun: "Todavía no sabe nada: sus números son aleatorios.",
  learn_loss:
    "Su pérdida es de {loss} nats por carácter: duda tanto como quien tiene que elegir entre {choices} " +
    "caracteres.",
  learn_final:
    "En todo el texto con el que nunca se ha entrenado, su pérdida es de {loss} nats por carácter: duda tanto " +
    "como quien tiene que elegir entre {choices} caracteres.",
  learn_knows_nothing: "Es peor que adivinar por igual ({even}): está segura, y se equivoca.",
  learn_knows_chance: "Es más o menos como adivinar por igual ({even}): todavía no sabe casi nada.",
  learn_knows_even:
    "Lo hace mejor que quien adivina por igual ({even}), pero aún no tan bien como quien solo sabe con qué " +
    "frecuencia sale cada letra ({frequencies}).",
  learn_knows_frequencies:
    "Ya sabe qué letras son frecuentes ({frequencies}), pero aún no lo hace tan bien como quien ha contado " +
    "qué letra sigue a cuál ({pairs}).",
  learn_knows_pairs: "Lo hace mejor que quien ha contado qué letra sigue a cuál ({pairs}): mira más atrás.",
  learn_broken:
    "Se ha roto en el paso {step}. Cada paso mueve todos los números en contra de su gradiente, que es hacia " +
    "donde la pérdida sube; la tasa de aprendizaje dice cuánto. {rate} era demasiado: cada paso saltaba por " +
    "encima del valle hasta el otro lado, más arriba que antes, donde la pendiente es aún mayor. Sus últimas " +
    "pérdidas: {last}; adivinar por igual cuesta {even}. Se puede volver a un momento conservado, o empezar " +
    "de nuevo con una tasa más baja (la décima parte, por ejemplo).",
  learn_stuck:
    "No avanza: después de tantos pasos su pérdida sigue siendo la de adivinar por igual ({even}). Casi " +
    "siempre es por la tasa de aprendizaje ({rate}): si es demasiado alta, cada paso deshace el anterior; si " +
    "es bajísima, nada se mueve.",
  learn_kept:
    "Conservada en este navegador hasta el paso {kept}: después de recargar, o mañana, se puede seguir desde " +
    "ahí.",
  learn_unkept: "No se conserva: {reason}. Sigue aprendiendo, pero desaparece cuando se cierra la página.",
  learn_unkept_since: "Conservada hasta el paso {kept}; desde entonces, no: {reason}.",
  learn_axis: "pasos",
  learn_batches: "pérdida en lo que lee",
  learn_held_out: "pérdida en el texto con el que nunca se entrena",
  learn_yardstick_even: "adivinar por igual",
  learn_yardstick_frequencies: "saber con qué frecuencia sale cada letra",
  learn_yardstick_pairs: "saber qué letra sigue a cuál",
  learn_samples: "Lo que escribe",
  learn_at_step: "paso {step}",
  learn_back: "volver a él",
  learn_back_to: "Volver al paso {step}",
  learn_back_hint: "Todos los números como estaban después del paso {step}; desde ahí puede aprender otra vez.",
  learn_gradients:
    "Con cuánta fuerza tira la pérdida de cada parte (la norma de su gradiente) y cuánto se ha movido, en el " +
    "paso {step}",
  learn_part: "parte",
  learn_norm: "gradiente",
  learn_moved: "se mueve",
  learn_of_embedding: "embedding",
  learn_of_attention: "capa {layer}, atención",
  learn_of_feed_forward: "capa {layer}, feed-forward",
  learn_of_norms: "capa {layer}, normas",
  learn_of_final_norm: "última norma",
  learn_of_output_projection: "proyección de salida",
  learn_maps:
    "Adónde mira cada cabeza, en los primeros {count} caracteres del texto con el que nunca se entrena: una " +
    "fila mira a las columnas; cuanto más oscuro, con más fuerza. Al principio todas miran por igual a todas " +
    "partes.",
  learn_map: "capa {layer}, cabeza {head}: repartida entre {places} lugares",
  learn_look: "Mirar dentro",
  learn_follow: "mantener los paneles de arriba con sus últimos números",
  learn_save: "Guardar como carpeta",
  learn_choose: "Abrir la carpeta de un entrenamiento…",
  learn_files:
    "Mirar dentro: el texto, los mapas y todos los demás paneles de esta página enseñan entonces esta misma " +
    "máquina. Lo que se guarda es un archivo ZIP con una carpeta dentro: la abren proust report, proust " +
    "generate y proust train --resume. Un entrenamiento empezado con proust sigue aquí; su carpeta también se " +
    "puede soltar sobre esta parte de la página.",
}

const tokensEn = {
  learn_where: "Step {step} of {steps}: it has read {seen} tokens ({pass} times the text).",
  learn_size: "{parameters} numbers, {symbols} different tokens.",
  learn_maps:
    "Where each head looks, in the first {count} tokens of the text that it never trains on: a row looks " +
    "at the columns, the stronger the darker. At first each looks everywhere alike.",
}

const tokensEs = {
  learn_where: "Paso {step} de {steps}: ha leído {seen} tokens ({pass} veces el texto).",
  learn_size: "{parameters} números, {symbols} tokens distintos.",
  learn_maps:
    "Adónde mira cada cabeza, en los primeros {count} tokens del texto con el que nunca se entrena: una fila " +
    "mira a las columnas; cuanto más oscuro, con más fuerza. Al principio todas miran por igual a todas partes.",
}

/**
 * Those of `tokens` are for a run whose tokens can be more than characters, whatever the open machine's are.
 * @type {import("../core/language.js").Texts<keyof typeof en, keyof typeof tokensEn>}
 */
export const texts = { en, es, tokens: { en: tokensEn, es: tokensEs } }
