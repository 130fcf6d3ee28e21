"""What changed between two texts, for people."""

from referents.diffs import compare


def marks(before: str, after: str) -> list[str]:
    return [line.mark for line in compare(before, after)]


def test_two_texts_that_read_the_same_have_no_change() -> None:
    assert compare("Un.\n\nDeux.", "Un.\nDeux.  ") == []


def test_a_line_put_in_and_one_taken_out_are_said() -> None:
    assert marks("Un.\nDeux.", "Un.\nDeux.\nTrois et quatre.") == ["gap", "same", "added"]
    assert marks("Un.\nDeux.\nTrois et quatre.", "Un.\nDeux.") == ["gap", "same", "removed"]


def test_a_line_that_changes_shows_only_its_words() -> None:
    (line,) = compare("Je réponds sous deux jours ouvrés.", "Je réponds sous trois jours ouvrés.")
    assert line.mark == "changed"
    assert [(piece.mark, piece.text) for piece in line.pieces if piece.mark != "same"] == [("removed", "deux"), ("added", "trois")]


def test_the_pieces_of_the_new_text_read_as_the_new_text() -> None:
    (line,) = compare("Je réponds quand je peux, merci.", "Je réponds toujours quand je peux !")
    assert "".join(piece.text for piece in line.pieces if piece.mark != "removed") == "Je réponds toujours quand je peux !"
    assert "".join(piece.text for piece in line.pieces if piece.mark != "added") == "Je réponds quand je peux, merci."


def test_lines_far_from_a_change_are_counted_not_shown() -> None:
    before = "\n".join(f"Article {n}." for n in range(10))
    lines = compare(before, before + "\nUn ajout tout à fait autre.")
    assert lines[0].mark == "gap"
    assert lines[0].skipped == 9
