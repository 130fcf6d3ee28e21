"""From the plain words of the files to blocks. Pure: an empty line ends a paragraph, « ## » opens a heading, « - » an item, « ! » and « i » a callout,
« [caption] » a table whose cells stand between bars."""

from html import escape
from typing import Any

Block = tuple[str, Any]  # Any: what the block of that name takes


def blocks_of(text: str) -> list[Block]:
    found: list[Block] = []
    for part in text.strip().split("\n\n"):
        found += _block(part.strip().splitlines())
    return _joined(found)


def _block(lines: list[str]) -> list[Block]:
    if not lines:
        return []
    first = lines[0]
    if first.startswith("## "):
        return [("heading", first[3:])]
    if first.startswith(("! ", "i ")):
        title, said = halves(first[2:])
        return [("callout", {"kind": "warning" if first[0] == "!" else "info", "title": title, "text": f"<p>{escape(said)}</p>"})]
    if first.startswith("["):
        heads, *rows = [[cell.strip() for cell in line.split("|")] for line in lines[1:]]
        columns = [{"type": "text", "heading": head} for head in heads]
        return [("table", {"caption": first.strip("[]"), "columns": columns, "rows": [{"values": row} for row in rows]})]
    if first.startswith("- "):
        return [("text", f"<ul>{''.join(f'<li>{escape(line[2:])}</li>' for line in lines)}</ul>")]
    return [("text", f"<p>{escape(' '.join(lines))}</p>")]


def _joined(blocks: list[Block]) -> list[Block]:
    """Paragraphs and lists that follow each other are one text."""
    found: list[Block] = []
    for name, value in blocks:
        if name == "text" and found and found[-1][0] == "text":
            found[-1] = ("text", found[-1][1] + value)
        else:
            found.append((name, value))
    return found


def halves(line: str) -> tuple[str, str]:
    """« Prévenir | Votre responsable » as two."""
    title, _bar, said = line.partition("|")
    return title.strip(), said.strip()


def steps_of(lines: list[str]) -> list[Block]:
    return [("step", {"title": title, "text": f"<p>{escape(said)}</p>" if said else ""}) for title, said in map(halves, lines)]
