"""Words as they are shown: every @name and #word leads somewhere. No query: the page it leads to asks what the reader may see."""

from functools import lru_cache

from django.utils.safestring import SafeString

from rse.core import text
from rse.core.addresses import address
from rse.core.text import fold

MOST = 4000


@lru_cache(maxsize=MOST)
def shown_words(html: str) -> SafeString:
    """The safe HTML of a post or a comment, its names and hashtags made links."""
    return text.with_marks(html, name=lambda handle: address("feed:named", handle), hashtag=lambda tag: address("feed:tag", fold(tag)))
