"""One person as a contact for a telephone or a mail program: vCard 4.0 (RFC 6350). What their page shows to every colleague, and nothing else."""

from collections.abc import Iterator

from rse.people.models import Agent
from rse.people.search_key import letters

MEDIA_TYPE = "text/vcard; charset=utf-8"
LONGEST_LINE = 75


def vcard(agent: Agent) -> str:
    """Lines end with CRLF and are folded at 75 bytes. Reads `agent.user`, `agent.organisation` and `agent.department`."""
    return "".join(f"{piece}\r\n" for line in _lines(agent) for piece in _folded(line))


def file_name(agent: Agent) -> str:
    """ASCII letters only: some programs read nothing else."""
    name = letters(agent.full_name).encode("ascii", "ignore").decode()
    return f"{'-'.join(name.split())[:60] or 'contact'}.vcf"


def _lines(agent: Agent) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield "VERSION:4.0"
    yield "KIND:individual"
    yield f"FN:{_escaped(agent.full_name)}"
    yield f"N:{_escaped(agent.last_name)};{_escaped(agent.first_name)};;;"
    department = f";{_escaped(agent.department.name)}" if agent.department else ""
    yield f"ORG:{_escaped(agent.organisation.name)}{department}"
    if agent.job_title:
        yield f"TITLE:{_escaped(agent.job_title)}"
    for kind, number in (("voice", agent.phone), ("cell", agent.mobile)):
        if number:
            yield f'TEL;VALUE=text;TYPE="work,{kind}":{_escaped(number)}'
    if agent.user.email:
        yield f"EMAIL;TYPE=work:{_escaped(agent.user.email)}"
    yield "END:VCARD"


def _escaped(text: str) -> str:
    one_line = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return one_line.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Pieces of at most 75 bytes that never cut a letter; those that follow begin with a space."""
    piece, room = "", LONGEST_LINE
    for letter in line:
        size = len(letter.encode())
        if size > room:
            yield piece
            piece, room = " ", LONGEST_LINE - 1
        piece += letter
        room -= size
    yield piece
