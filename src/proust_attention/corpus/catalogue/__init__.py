"""The catalogue of texts that can be downloaded."""

from proust_attention.corpus.catalogue.entries import Entry as Entry
from proust_attention.corpus.catalogue.entries import download as download
from proust_attention.corpus.catalogue.entries import entries as entries
from proust_attention.corpus.catalogue.entries import entry as entry
from proust_attention.corpus.catalogue.entries import is_cached as is_cached
from proust_attention.corpus.catalogue.entries import is_there as is_there
