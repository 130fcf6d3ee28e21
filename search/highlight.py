"""The part of a text that answers, with the words that match marked. Gives pieces, never HTML: a template escapes them."""

from collections.abc import Sequence
from dataclasses import dataclass

from search.french.words import Word, words
from search.parser import parse

MOST_READ = 8_000


@dataclass(frozen=True)
class Piece:
    text: str
    hit: bool = False


def highlight(text: str, query: str, *, length: int = 240) -> list[Piece]:
    """About `length` characters of `text` around the densest matches of `query`, cut between words, « … » where it is cut."""
    text = " ".join(text[:MOST_READ].split())
    wanted = _terms(query)
    hits = [word for word in words(text) if not word.stop and wanted & {f"={word.folded}", *word.stems}]
    start, end = _window(text, hits, length)
    pieces, at = [Piece("… ")] if start else [], start
    for hit in hits:
        if start <= hit.start and hit.end <= end:
            pieces += [Piece(text[at : hit.start])] if hit.start > at else []
            pieces.append(Piece(text[hit.start : hit.end], hit=True))
            at = hit.end
    pieces += [Piece(text[at:end])] if end > at else []
    return pieces + ([Piece(" …")] if end < len(text) else [])


def _terms(query: str) -> set[str]:
    typed = parse(query)
    read = [word for part in (typed.loose, *typed.phrases) for word in words(part) if not word.stop]
    return {f"={word.folded}" for word in read} | {stem for word in read for stem in word.stems}


def _window(text: str, hits: Sequence[Word], length: int) -> tuple[int, int]:
    if len(text) <= length:
        return 0, len(text)
    best, most = 0, 0
    for first, hit in enumerate(hits):
        inside = sum(1 for other in hits[first : first + 40] if other.end <= hit.start + length)
        if inside > most:
            best, most = max(0, hit.start - length // 5), inside
    start = best if best == 0 else text.rfind(" ", 0, best) + 1
    end = min(len(text), start + length)
    if end < len(text):
        space = text.rfind(" ", start, end)
        end = space if space > start else end
    return start, end
