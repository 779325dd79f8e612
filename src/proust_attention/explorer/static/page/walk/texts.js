/**
 * The sentences of the walk. They are for somebody who has never seen a transformer.
 *
 * Where tokens can be more than characters, those of `tokens` stand in the place of those of the same keys.
 */

const en = {
  walk: "A walk through the machine",
  walk_begin: "A walk in {count} steps",
  walk_count: "{chapter} of {count}",
  walk_back: "Back",
  walk_next: "Next",
  walk_end: "Done",
  walk_leave: "Leave the walk",

  walk_guess_title: "A guess",
  walk_guess:
    "The machine does one thing: it reads a text and guesses the next character. The bars say how " +
    "likely it takes each to be.",
  walk_guess_task: "To do: click one of the bars. Its character is written, and the machine guesses again.",
  walk_guess_done:
    "So a whole text comes about: one guess after the other, each behind all that is there " + "already.",

  walk_surprise_title: "Surprise",
  walk_surprise:
    "How good are its guesses? The stronger the colour of a character, the less it was expected; " +
    "point at one to see what the machine expected instead.",
  walk_surprise_task:
    "To do: point at the zebra and its violin, then change a word of the phrase to one that " + "fits.",
  walk_surprise_task_other:
    "To do: point at the darkest place of the text, then change a word of it to one that fits better, or worse.",
  walk_surprise_done:
    "Surprise, averaged over a long text, is the number that training makes smaller. There " + "is no other aim.",

  walk_looking_title: "Looking back",
  walk_looking:
    "To guess, it looks back. Each small picture further down is of a head, one of its parts that do " +
    "so: row by row it shows at which earlier characters the head looks. The text is shaded by one of them.",
  walk_looking_task:
    "To do: look at another head, and see the shading change. (In the pictures, below, a " +
    "click on a name does the same.)",
  walk_looking_act: "Another head",
  walk_looking_done: "Nobody told the heads where to look. That, too, they have from guessing.",

  walk_number_title: "One number by hand",
  walk_number:
    "Nothing is hidden: behind every colour in those pictures is a number that you can work out " +
    "yourself. Here stands how one comes about, line by line.",
  walk_number_task:
    "To do: look at another number, and see its arithmetic. (In the pictures, further up, a " +
    "click on a cell does the same.)",
  walk_number_act: "Another number",
  walk_number_done:
    "All the machine's work is of this kind: multiply, add, divide, and here and there a power or " + "a root.",

  walk_out_title: "Taking a head out",
  walk_out:
    "What is a head good for? Take it out and see what the guess becomes: thin bars are the whole " +
    "machine, thick ones what is left of it.",
  walk_out_task: "To do: take out head {head} of layer {layer}. (Below each picture there is a button for it.)",
  walk_out_act: "Take it out, or put it in",
  walk_out_done:
    "What comes next stands there twice now, with and without; what each part is worth on this " +
    "text is in the table further down. Press the button once more to put the head in again.",

  walk_learned_title: "How it learned",
  walk_learned:
    "Its numbers began at random. It guessed its way through millions of characters of novels, and " +
    "again and again every number was moved a little, so that the right characters would have been likelier.",
  walk_learned_task:
    "To do: type your own name at the end, and see how much it costs: what it has not read, " +
    "it does not expect.",
  walk_learned_done: "It knows those novels, and nothing else: that is all that learning was.",

  walk_watched_title: "How it learned",
  walk_watched:
    "Its numbers began at random: what you see now is the machine before it had read a single character. Then " +
    "it guessed its way through millions of them, and again and again every number was moved a " +
    "little, so that the " +
    "right characters would have been likelier.",
  walk_watched_task:
    "To do: go on to the next moment of its training, and on, and see the guesses take shape. (The slider " +
    "“Its training”, above the pictures, does the same.)",
  walk_watched_act: "Next moment",
  walk_watched_done:
    "The parts and the sums are the same from first to last; only the numbers have changed. That is all that " +
    "learning was.",

  walk_cannot_title: "What it cannot do",
  walk_cannot:
    "It knows how words are spelt and which often follow; it does not know what they say, and " +
    "of what lies further back than its window, the characters in the frame below, it knows nothing.",
  walk_cannot_task: "To do: press “Write on”, and read what it writes. Where do you lose the thread?",
  walk_cannot_done:
    "Large models are built alike, with more of everything. They too are numbers, far too many " +
    "for anybody to check; a small one you can take apart.",
}

const es = {
  walk: "Un paseo por la máquina",
  walk_begin: "Un paseo en {count} pasos",
  walk_count: "{chapter} de {count}",
  walk_back: "Atrás",
  walk_next: "Siguiente",
  walk_end: "Terminar",
  walk_leave: "Dejar el paseo",

  walk_guess_title: "Una conjetura",
  walk_guess:
    "La máquina hace una sola cosa: lee un texto y adivina el carácter siguiente. Las barras dicen lo " +
    "probable que le parece cada uno.",
  walk_guess_task:
    "Para probar: haz clic en una de las barras. Su carácter se escribe, y la máquina vuelve " + "a adivinar.",
  walk_guess_done: "Así nace un texto entero: una conjetura tras otra, cada una a partir de todo lo que ya hay.",

  walk_surprise_title: "La sorpresa",
  walk_surprise:
    "¿Adivina bien? Cuanto más intenso es el color de un carácter, menos se lo esperaba; al " +
    "señalarlo se ve qué esperaba en su lugar.",
  walk_surprise_task:
    "Para probar: señala la cebra y su violín, y cambia luego una palabra de la frase por " + "otra que encaje.",
  walk_surprise_task_other:
    "Para probar: señala el lugar más oscuro del texto, y cambia luego una palabra por otra que encaje mejor, " +
    "o peor.",
  walk_surprise_done:
    "La sorpresa media de un texto largo es el número que el entrenamiento hace bajar. " + "No hay otra meta.",

  walk_looking_title: "Mirar atrás",
  walk_looking:
    "Para adivinar, mira atrás. Cada dibujo pequeño, más abajo, es de una cabeza, una de las partes " +
    "que lo hacen: muestra, fila por fila, a qué caracteres anteriores mira. El texto está sombreado según una.",
  walk_looking_task:
    "Para probar: pasa a otra cabeza y verás cambiar el sombreado. (En los dibujos, más abajo, " +
    "un clic en un nombre hace lo mismo.)",
  walk_looking_act: "Otra cabeza",
  walk_looking_done: "Nadie les dijo a las cabezas adónde mirar. También eso les viene de adivinar.",

  walk_number_title: "Un número a mano",
  walk_number:
    "No hay nada escondido: detrás de cada color de esos dibujos hay un número que cualquiera puede " +
    "calcular. Aquí se ve, línea a línea, de dónde sale uno.",
  walk_number_task:
    "Para probar: pasa a otro número y verás su aritmética. (En los dibujos, más arriba, un " +
    "clic en una celda hace lo mismo.)",
  walk_number_act: "Otro número",
  walk_number_done:
    "Todo el trabajo de la máquina es así: multiplicar, sumar, dividir y, aquí y allá, una " +
    "potencia o una raíz.",

  walk_out_title: "Quitar una cabeza",
  walk_out:
    "¿Para qué sirve una cabeza? Se quita y se mira en qué queda la conjetura: las barras finas son la " +
    "máquina entera; las gruesas, lo que queda de ella.",
  walk_out_task:
    "Para probar: quita la cabeza {head} de la capa {layer}. (Bajo cada dibujo hay un botón para ello.)",
  walk_out_act: "Quitarla, o ponerla",
  walk_out_done:
    "Lo que viene después está ahora dos veces, con ella y sin ella; lo que vale cada parte en " +
    "este texto está en la tabla de más abajo. El mismo botón vuelve a poner la cabeza.",

  walk_learned_title: "Cómo aprendió",
  walk_learned:
    "Sus números empezaron al azar. Fue adivinando millones de caracteres de novelas, y una " +
    "y otra vez cada número se movió un poco, para que los caracteres correctos fueran más probables.",
  walk_learned_task:
    "Para probar: escribe tu propio nombre al final y mira lo que cuesta: lo que no ha leído, " + "no lo espera.",
  walk_learned_done: "Conoce esas novelas, y nada más: eso ha sido todo su aprendizaje.",

  walk_watched_title: "Cómo aprendió",
  walk_watched:
    "Sus números empezaron al azar: esto que ves es la máquina antes de haber leído un solo carácter. Luego fue " +
    "adivinando millones de ellos, y una y otra vez cada número se movió un poco, para que los caracteres " +
    "correctos fueran más probables.",
  walk_watched_task:
    "Para probar: pasa al momento siguiente de su entrenamiento, y al otro, y mira cómo toman forma las " +
    "conjeturas. (El control «Su entrenamiento», encima de los dibujos, hace lo mismo.)",
  walk_watched_act: "Momento siguiente",
  walk_watched_done:
    "Las partes y las cuentas son las mismas de principio a fin; solo han cambiado los números. Eso ha sido " +
    "todo su aprendizaje.",

  walk_cannot_title: "Lo que no sabe hacer",
  walk_cannot:
    "Sabe cómo se escriben las palabras y cuáles suelen seguirse; no sabe lo que dicen, y de " +
    "lo que queda más atrás que su ventana, los caracteres del recuadro de abajo, no sabe nada.",
  walk_cannot_task: "Para probar: pulsa «Seguir» y lee lo que escribe. ¿Dónde se pierde el hilo?",
  walk_cannot_done:
    "Los modelos grandes están hechos igual, con más de todo. También son números, demasiados " +
    "para que alguien los compruebe; uno pequeño se puede desmontar.",
}

const tokensEn = {
  walk_guess:
    "The machine does one thing: it reads a text and guesses the next token, a character or a few that often " +
    "stand together. The bars say how likely it takes each to be.",
  walk_guess_task: "To do: click one of the bars. Its token is written, and the machine guesses again.",
  walk_surprise:
    "How good are its guesses? The stronger the colour of a token, the less it was expected; point at one to " +
    "see what the machine expected instead.",
  walk_looking:
    "To guess, it looks back. Each small picture further down is of a head, one of its parts that do so: row " +
    "by row it shows at which earlier tokens the head looks. The text is shaded by one of them.",
  walk_learned:
    "Its numbers began at random. It guessed its way through a long text, and again and again every number was " +
    "moved a little, so that the right tokens would have been likelier.",
  walk_cannot:
    "It knows which pieces of words often follow which; it does not know what they say, and of what lies " +
    "further back than its window, the tokens in the frame below, it knows nothing.",
}

const tokensEs = {
  walk_guess:
    "La máquina hace una sola cosa: lee un texto y adivina el token siguiente, un carácter o unos pocos que " +
    "suelen ir juntos. Las barras dicen lo probable que le parece cada uno.",
  walk_guess_task:
    "Para probar: haz clic en una de las barras. Su token se escribe, y la máquina vuelve a adivinar.",
  walk_surprise:
    "¿Adivina bien? Cuanto más intenso es el color de un token, menos se lo esperaba; al señalarlo se ve qué " +
    "esperaba en su lugar.",
  walk_looking:
    "Para adivinar, mira atrás. Cada dibujo pequeño, más abajo, es de una cabeza, una de las partes que lo " +
    "hacen: muestra, fila por fila, a qué tokens anteriores mira. El texto está sombreado según una.",
  walk_learned:
    "Sus números empezaron al azar. Fue adivinando un texto largo, y una y otra vez cada número se movió un " +
    "poco, para que los tokens correctos fueran más probables.",
  walk_cannot:
    "Sabe qué trozos de palabra suelen seguir a cuáles; no sabe lo que dicen, y de lo que queda más atrás que " +
    "su ventana, los tokens del recuadro de abajo, no sabe nada.",
}

/** @type {import("../core/language.js").Texts<keyof typeof en, keyof typeof tokensEn>} */
export const texts = { en, es, tokens: { en: tokensEn, es: tokensEs } }
