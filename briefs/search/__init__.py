"""Vietnamese search in process; forgives missing diacritics, typos, abbreviations, half-known numbers."""

from briefs.search.documents import SearchDocument, search_document
from briefs.search.index import Hit, SearchIndex, SearchResult

__all__ = ["Hit", "SearchDocument", "SearchIndex", "SearchResult", "search_document"]
