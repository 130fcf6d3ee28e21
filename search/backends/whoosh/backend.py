"""The backend: Whoosh ranks, the database decides."""

from typing import Any

from modelsearch.backends.base import BaseSearchBackend

from search import conf
from search.backends.whoosh.compiler import WhooshAutocompleteQueryCompiler, WhooshQueryCompiler
from search.backends.whoosh.index import Rebuilder, WhooshIndex
from search.backends.whoosh.results import WhooshSearchResults
from search.backends.whoosh.store import store


class WhooshSearchBackend(BaseSearchBackend):  # type: ignore[misc]  # modelsearch has no types
    """Options of the entry in WAGTAILSEARCH_BACKENDS, beside BACKEND and AUTO_UPDATE: `INDEX`, the name of the folder under
    `SEARCH["FOLDER"]` ("main"); `CAP` and `TYPOS`, instead of those of `SEARCH`."""

    query_compiler_class = WhooshQueryCompiler
    autocomplete_query_compiler_class = WhooshAutocompleteQueryCompiler
    index_class = WhooshIndex
    results_class = WhooshSearchResults
    rebuilder_class = Rebuilder
    catch_indexing_errors = False  # adding is an INSERT: when it fails, so does the caller's transaction

    def __init__(self, params: dict[str, Any]) -> None:  # Any: options of every kind
        super().__init__(params)
        self.index_name: str = params.get("INDEX", "main")
        self.store = store(str(conf.folder() / self.index_name))
        self.cap: int = params.get("CAP", conf.option("CAP"))
        self.typos: bool = params.get("TYPOS", conf.option("TYPOS"))


SearchBackend = WhooshSearchBackend
