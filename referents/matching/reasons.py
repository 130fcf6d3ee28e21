"""Why somebody is proposed: what they know, whether they are there, what they already carry. Never how fast or how willing they are."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext


class Why(StrEnum):
    KNOWS = "knows"
    AREA = "area"
    LEVEL = "level"
    STANDS_IN = "stands_in"
    PRESENT = "present"
    LOAD = "load"
    NOBODY = "nobody"
    HEAD = "head"
    OUTSIDE = "outside"
    NO_SUBJECT = "no_subject"


@dataclass(frozen=True)
class Reason:
    """A code and the words to put in its sentence. Params by code: knows `words`; area, level, stands_in, nobody, head, outside `name`; load `count`."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)  # Any: a text, a count or a list of words, by code

    def __str__(self) -> str:
        """The sentence, in the language of the moment."""
        if self.code == Why.LOAD:
            return ngettext("%(count)d question in progress", "%(count)d questions in progress", self.params["count"]) % self.params
        return _sentence(self.code) % {**self.params, "words": ", ".join(_("“%s”") % word for word in self.params.get("words", []))}

    def as_json(self) -> dict[str, object]:
        return {"code": self.code, **self.params}


def _sentence(code: str) -> str:
    sentences = {
        Why.KNOWS: _("knows %(words)s"),
        Why.AREA: _("knows the neighbourhood %(name)s"),
        Why.LEVEL: _("works in %(name)s"),
        Why.STANDS_IN: _("stands in for %(name)s"),
        Why.PRESENT: pgettext("person", "present"),
        Why.NOBODY: _("nobody to ask in %(name)s: the dispatcher decides"),
        Why.HEAD: _("head: %(name)s"),
        Why.OUTSIDE: _("not the town: %(name)s"),
        Why.NO_SUBJECT: _("subject not recognised: the dispatcher decides"),
    }
    return sentences[Why(code)]
