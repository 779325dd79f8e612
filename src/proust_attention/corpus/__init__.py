"""Book files to clean text, with an account of what was done to it."""

from proust_attention.corpus.alphabets import Alphabet as Alphabet
from proust_attention.corpus.cleaning import clean as clean
from proust_attention.corpus.corpus import Corpus as Corpus
from proust_attention.corpus.corpus import load as load
from proust_attention.corpus.corpus import of_texts as of_texts
from proust_attention.corpus.corpus import save as save
from proust_attention.corpus.reading import Source as Source
from proust_attention.corpus.reading import read as read
