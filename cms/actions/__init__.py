"""Everything that writes beside the pages themselves, which Wagtail's editor writes."""

from cms.actions.answers import forget_answers
from cms.actions.site import Built, build_site
from cms.actions.threads import close_closed_threads, close_thread, open_thread, settle_threads

__all__ = ["Built", "build_site", "close_closed_threads", "close_thread", "forget_answers", "open_thread", "settle_threads"]
