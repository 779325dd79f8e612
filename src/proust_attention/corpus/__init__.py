"""Found texts to clean text, with an account of what was done to it."""

from proust_attention.corpus.alphabets import AUTO as AUTO
from proust_attention.corpus.alphabets import Alphabet as Alphabet
from proust_attention.corpus.alphabets import guess_language as guess_language
from proust_attention.corpus.cleaning import clean as clean
from proust_attention.corpus.corpus import Corpus as Corpus
from proust_attention.corpus.corpus import load as load
from proust_attention.corpus.corpus import save as save
from proust_attention.corpus.from_books import prepare as prepare
from proust_attention.corpus.from_books import read_books as read_books
from proust_attention.corpus.natural import natural_order as natural_order
from proust_attention.corpus.ordering.editions import one_edition_of_each as one_edition_of_each
from proust_attention.corpus.ordering.volumes import Volume as Volume
from proust_attention.corpus.ordering.volumes import in_order as in_order
from proust_attention.corpus.preparing import of_texts as of_texts
from proust_attention.corpus.reading import Source as Source
from proust_attention.corpus.reading import read_all as read_all
from proust_attention.corpus.rules import descriptions as descriptions
from proust_attention.corpus.statistics.survey import survey as survey
from proust_attention.corpus.unwanted import Lines as Lines
from proust_attention.corpus.unwanted import lines_with as lines_with
from proust_attention.corpus.unwanted import named_lines as named_lines
