"""Words as they are shown: every @name and #word leads somewhere. No query: the page it leads to asks what the reader may see."""

from django.urls import reverse
from django.utils.safestring import SafeString

from rse.core import text
from rse.core.text import fold


def shown_words(html: str) -> SafeString:
    """The safe HTML of a post or a comment, its names and hashtags made links."""
    return text.with_marks(html, name=lambda handle: reverse("feed:named", args=[handle]), hashtag=lambda tag: reverse("feed:tag", args=[fold(tag)]))
