"""The plain text of a job description, as headings, paragraphs and lists."""

from rse.people.job_text import Part, parts_of


def test_a_short_first_line_is_a_heading_and_bullets_make_a_list():
    text = "Mission :\r\nAccueillir.\r\n\r\nActivités\n• Orienter\n- Renseigner\n\nUne seule ligne."
    assert parts_of(text) == [Part("Mission", ["Accueillir."], []), Part("Activités", [], ["Orienter", "Renseigner"]), Part("", ["Une seule ligne."], [])]


def test_an_empty_or_endless_text_costs_nothing():
    assert parts_of(" \n\n ") == []
    assert len(parts_of("- \n" * 20_000)) == 1
