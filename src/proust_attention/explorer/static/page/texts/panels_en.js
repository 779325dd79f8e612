/**
 * The sentences of the maps, the arithmetic and the diagram, in English.
 */

/** @type {Record<string, string>} */
export const en = {
  maps_kind: "attention map",
  maps_head: "layer {layer}, head {head}",
  maps_label: "Attention map of layer {layer}, head {head}",
  maps_entropy: "{bits} bits",
  maps_log: "logarithmic colours",
  maps_skip_first: "leave the first position out (what is left of a row adds up to 1 again)",
  maps_as_table: "a table instead",
  maps_cell: "Head {head} of layer {layer}, from {from} to {to}: {weight}",
  maps_strongest: "Head {head} of layer {layer} looks from {from} most at {to}: {weight}",
  maps_row: "From {from} it looks most at: {most}",
  maps_shaded: "The shading shows where head {head} of layer {layer} looks.",
  maps_tip: "{from} → {to}  {weight}",
  maps_masked: "0, for it comes later",
  maps_left_out: "left out",
  maps_table: "How much each head looks at each character, from {from}",
  maps_looked_at: "looked at",
  maps_help: "Each row is a character that looks, each column one that is looked at: itself, or one before " +
    "it. The stronger its colour, the larger the weight; a row adds up to 1. Its entropy tells how widely the " +
    "head looks: at 2ⁿ places alike it is n bits. Choose a cell with a click or the arrow keys, and see below " +
    "how its number comes about.",

  arithmetic_cell: "Head {head} of layer {layer}, from {from} to {to}: the weight {weight}",
  arithmetic_strongest: "Head {head} of layer {layer}, from {from} to {to}, at which it looks most: the " +
    "weight {weight}. Choose another cell in a map.",
  arithmetic_first_too: "(Here the first position takes part, as it does in the machine.)",
  arithmetic_score: "Query times key: the score",
  arithmetic_products: "{from} asks with its query q, {to} answers with its key k: {K} numbers each. They are " +
    "multiplied one by one, and the products are added.",
  arithmetic_normalised: "Before they met, query and key were each divided by their root mean square (QK " +
    "norm). These are the numbers after that.",
  arithmetic_rotated: "Before they met, query and key were rotated by the angles of their positions (rotary). " +
    "These are the numbers after that.",
  arithmetic_normalisedrotated: "Before they met, query and key were each divided by their root mean square " +
    "(QK norm), and rotated by the angles of their positions (rotary). These are the numbers after that.",
  arithmetic_products_table: "The products of query and key",
  arithmetic_scale: "The scale is in it already: the machine divides the query by √K = √{K} = {root} before " +
    "it meets the keys, which in a long text is less work than to divide every score, and gives the same.",
  arithmetic_no_mask: "The mask adds nothing: the key does not come after the query.",
  arithmetic_mask: "The mask: the key comes after the query, and nobody may look ahead. The score becomes -∞.",
  arithmetic_softmax: "Softmax: from scores to weights",
  arithmetic_row: "All the scores of the row, from {from}. The highest, {highest}, is subtracted from each " +
    "(that changes no weight, and nothing can overflow), and e is raised to what is left.",
  arithmetic_row_table: "The row of scores, and its weights",
  arithmetic_weight: "weight p",
  arithmetic_divide: "Each is divided by the sum of all:",
  arithmetic_gather: "What is gathered",
  arithmetic_values: "Every place that is looked at hands over its value v, {K} numbers, times its weight. " +
    "The products of a line, added up, are a number of the head's output, oᵢ.",
  arithmetic_values_table: "Values times weights, and their sums",
  arithmetic_others: "the {count} others ({weight})",
  arithmetic_output: "The outputs of all heads, side by side, are the step “joined” of the diagram below; W_O " +
    "mixes them, and they are added to the residual stream.",

  diagram_help: "Top to bottom, as the numbers go. In brackets the shape of the array at each step: T = {T} " +
    "characters, D the width, H the heads, K the width of a head, S the places looked at, F the hidden width, " +
    "V the symbols. {stream} A step opens its numbers and its Class Notes.",
  diagram_stream_pre: "The line at the side of a block is the residual stream, which each part adds to.",
  diagram_stream_post: "The line at the side of a block is the residual stream, which each part adds to; each " +
    "sum is then normalised.",
  formula_normalised: "normalised",
  formula_rotated: "rotated",
  formula_side_by_side: "heads side by side",
  diagram_block: "Block {block}",
  diagram_in_block: "block {block}",
  diagram_back: "Back to the diagram",
  notes_title: "Class Notes",
  heat_kind: "heat map",
  heat_label: "Numbers of the step: {title}",
  heat_as_table: "a table of the character that is looked at, instead of the heat map",
  heat_number: "number {number}",
  heat_head: "head {head}",
  heat_id: "id",
  heat_largest: "the {most} largest of {count} numbers",
  heat_where: "number",
  heat_value: "value",

  step_token_ids: "Symbols",
  step_embedding: "Embedding",
  step_norm_1: "Norm",
  step_query: "Query",
  step_key: "Key",
  step_value: "Value",
  step_weights: "Attention weights",
  step_joined: "Gathered values, joined",
  step_attention_output: "Attention, output",
  step_between: "Added to the stream",
  step_norm_2: "Norm",
  step_hidden: "Feed-forward, hidden",
  step_feed_forward_output: "Feed-forward, output",
  step_after: "Added to the stream",
  step_final_norm: "Final norm",
  step_logits: "Output: logits",

  about_token_ids: "Each character is a symbol of the machine's alphabet, and has a number there: its id.",
  about_embedding_sinusoidal: "Each symbol has a vector of D numbers, which was learned. A vector that " +
    "tells the place is added to it.",
  about_embedding_rotary: "Each symbol has a vector of D numbers, which was learned. The places come in later, " +
    "where query and key are rotated by them; nothing is added here.",
  about_norm_1: "Every vector is brought to one scale, before attention reads it.",
  about_query: "What each position is looking for, in each head.",
  about_key: "What each position has to offer, in each head.",
  about_value: "What each position hands over, in each head, to those that look at it.",
  about_weights: "How much each position looks at each before it: the maps above.",
  about_joined: "What each position has gathered, the heads side by side.",
  about_attention_output: "What each position has gathered, the heads mixed by W_O.",
  about_between_pre: "The output of attention is added to the residual stream.",
  about_between_post: "The output of attention is added to the residual stream; the sum is brought to one scale " +
    "(the norm).",
  about_norm_2: "Every vector is brought to one scale, before the feed-forward reads it.",
  about_hidden_relu: "Each position thinks for itself: F numbers, of which those below 0 become 0.",
  about_hidden_relu_squared: "Each position thinks for itself: F numbers, of which those below 0 become 0 and " +
    "the others are squared.",
  about_feed_forward_output: "The F numbers of each position become D numbers again: W₂ mixes them, and b₂ is " +
    "added.",
  about_after_pre: "The output of the feed-forward is added to the residual stream. Here the block ends.",
  about_after_post: "The output of the feed-forward is added to the residual stream, and the sum is brought to " +
    "one scale (the norm). Here the block ends.",
  about_final_norm: "Every vector is brought to one scale a last time.",
  about_logits: "For each symbol a number: the larger, the likelier it comes next. Softmax makes " +
    "probabilities of them.",
}
