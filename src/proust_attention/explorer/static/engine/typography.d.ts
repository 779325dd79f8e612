/**
 * What the signs mean that word processors type: of each its plain form.
 *
 * typography.js is no file of this folder: explorer/site.py makes it of tokenizer/typography.json, the one table
 * that Python reads too. Today's browsers could import the JSON itself; in those of two years ago the whole page
 * would not run. This file holds its type alone.
 */
export const TYPOGRAPHY: Readonly<Record<string, string>>
