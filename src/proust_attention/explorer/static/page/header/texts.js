/**
 * The sentences of the header: the menus and the notices.
 */

const en = {
  machine: "Machine",
  language: "Language",
  open_files: "Open files…",
  learn_begin: "Train one",
  open_files_hint:
    "The three files of a machine: config.json, tokenizer.json, model.safetensors. They, or their " +
    "folder, can also be dropped anywhere on this page; so can a text, a .txt file.",
  by_hand: "opened from files",
  handed: "as it is learning below",
  refused: "{name} cannot be opened; the one before it stays.",
  refused_first: "{name} cannot be opened.",
  share: "Copy the address",
  share_hint: "The address of this page holds all that is shown: whoever opens it sees the same.",
  share_copied: "The address is copied: whoever opens it sees what is shown here.",
  share_copied_alone:
    "The address is copied, but not the machine: it was opened from files of this computer, and " +
    "whoever opens the address sees another one.",
  share_refused: "This browser does not let the page copy it. The address is: {address}",
  text_read: "The text of {name} stands in the field now. What in it surprises the machine is shown further down.",
  text_refused: "{name} cannot be read.",
  not_here:
    "The address names the machine “{name}”, which is not here; another one is open. A machine of your " +
    "own can be opened from its files.",
  close: "Close this notice",
  cannot_read: "The machine cannot read this.",
  cannot_write: "The machine cannot write.",
  not_in_address:
    "This machine was opened from files. It stays on this computer, so the address of this page " +
    "cannot bring it back: after a reload, open it again.",
  no_machines: "No machine came with this page: open one from files.",
}

const es = {
  machine: "Máquina",
  language: "Idioma",
  open_files: "Abrir archivos…",
  learn_begin: "Entrenar",
  open_files_hint:
    "Los tres archivos de una máquina: config.json, tokenizer.json, model.safetensors. También se " +
    "pueden soltar, ellos o su carpeta, en cualquier lugar de esta página; y también un texto, un archivo .txt.",
  by_hand: "abierta desde archivos",
  handed: "tal como aprende más abajo",
  refused: "No se puede abrir {name}; se mantiene la máquina anterior.",
  refused_first: "No se puede abrir {name}.",
  share: "Copiar la dirección",
  share_hint: "La dirección de esta página contiene todo lo que se muestra: quien la abra verá lo mismo.",
  share_copied: "La dirección está copiada: quien la abra verá lo que se muestra aquí.",
  share_copied_alone:
    "La dirección está copiada, pero no la máquina: se ha abierto desde archivos de este " +
    "ordenador, y quien abra la dirección verá otra.",
  share_refused: "Este navegador no deja que la página la copie. La dirección es: {address}",
  text_read: "El texto de {name} está ahora en el campo. Más abajo se ve qué sorprende de él a la máquina.",
  text_refused: "No se puede leer {name}.",
  not_here:
    "La dirección nombra la máquina «{name}», que no está aquí; se ha abierto otra. Una máquina propia se " +
    "puede abrir desde sus archivos.",
  close: "Cerrar este aviso",
  cannot_read: "La máquina no puede leer esto.",
  cannot_write: "La máquina no puede escribir.",
  not_in_address:
    "Esta máquina se ha abierto desde archivos. No sale de este ordenador, así que la dirección de " +
    "la página no puede traerla de vuelta: si se recarga, hay que volver a abrirla.",
  no_machines: "Con esta página no ha llegado ninguna máquina: se puede abrir una desde archivos.",
}

/** @type {import("../core/language.js").Texts<keyof typeof en>} */
export const texts = { en, es }
