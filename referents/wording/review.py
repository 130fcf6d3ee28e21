"""Everything that is looked at in a text, in the order in which it matters. Pure."""

from collections.abc import Callable

from referents.wording import form, missing, plain, private
from referents.wording.remarks import Remark, Setting

LOOKS: tuple[Callable[[str, Setting], list[Remark]], ...] = (
    form.too_long,
    private.contacts,
    private.people,
    missing.facts,
    form.greeting,
    plain.acronyms,
    plain.office_words,
    plain.distance,
    form.long_sentences,
    form.capitals,
    form.links,
)
MOST = 12


def remarks(text: str, setting: Setting) -> list[Remark]:
    """A dozen remarks at most, those that matter most first; none for an empty text."""
    if not text.strip():
        return []
    found = [remark for look in LOOKS for remark in look(text, setting)]
    return sorted(found, key=lambda remark: not remark.first)[:MOST]
