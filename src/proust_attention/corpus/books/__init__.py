"""Books in the formats that people own, opened."""

from proust_attention.corpus.books.book import Book as Book
from proust_attention.corpus.books.book import Dropped as Dropped
from proust_attention.corpus.books.book import SetApart as SetApart
from proust_attention.corpus.books.opening import open_books as open_books
