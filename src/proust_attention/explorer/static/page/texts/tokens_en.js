/**
 * What the page says in English of a machine whose tokens can be more than one character, in the place of the
 * sentences of the same keys that speak of characters.
 */

/** @type {Record<string, string>} */
export const en = {
  lead: "A small machine has read novels, one token at a time (a token is a character, or a few that often "
    + "stand together), until it could guess which token comes next. Type something: here you see where it "
    + "looks, what it expects, and every number on the way.",

  characters: "The tokens that the machine sees",
  ribbon_help: "Point at a token, or use the arrow keys, to look at it. Click it, or press Enter, to pin it; "
    + "Escape lets it go.",
  where: "Token {place} of {count}: {token}.",
  where_pinned: "Token {place} of {count}: {token}, pinned.",
  only_the_end: "The machine sees at most {most} tokens; of this text it reads the last {seen}, for when its "
    + "window is full it keeps the last half and reads on.",

  after_last: "After the last token, {token}, the machine expects:",
  after_pinned: "After token {place}, {token}, which is pinned, the machine expects:",
  bars: "Tokens that may come next",
  bars_help: "Click a token, or press Enter on it, to write it.",
  topK_about: "Only so many tokens, the likeliest, may be drawn.",
  own_min_p: "By a setting of this machine, no token is drawn that has less than {share} times the probability "
    + "of the likeliest.",

  step_hint: "Draw a token, and write it at the end",
  write_on_hint: "Go on token by token, until it is stopped",
  not_drawn: "To write, one token is chosen at random: the more probable it is, the more often it comes.",
  chosen: "You chose {token}.",

  maps_table: "How much each head looks at each token, from {from}",
  maps_help: "Each row is a token that looks, each column one that is looked at: itself, or one before it. The "
    + "stronger its colour, the larger the weight; a row adds up to 1. Its entropy tells how widely the head "
    + "looks: at 2ⁿ places alike it is n bits. Choose a cell with a click or the arrow keys, and see below how "
    + "its number comes about.",

  diagram_help: "Top to bottom, as the numbers go. In brackets the shape of the array at each step: T = {T} "
    + "tokens, D the width, H the heads, K the width of a head, S the places looked at, F the hidden width, V "
    + "the vocabulary. {stream} A step opens its numbers and its Class Notes.",
  heat_as_table: "a table of the token that is looked at, instead of the heat map",
  step_token_ids: "Tokens",
  about_token_ids: "Each token is a piece of the machine's vocabulary, and has a number there: its id.",
  about_embedding_sinusoidal: "Each piece of the vocabulary has a vector of D numbers, which was learned. A "
    + "vector that tells the place is added to it.",
  about_embedding_rotary: "Each piece of the vocabulary has a vector of D numbers, which was learned. The "
    + "places come in later, where query and key are rotated by them; nothing is added here.",
  about_logits: "For each piece of the vocabulary a number: the larger, the likelier it comes next. Softmax "
    + "makes probabilities of them.",
}
