"""No number tells of fewer than five people, nor can be found by subtraction."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rse.insights.suppression import LEAST, alone, cells, total

TABLES = st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(0, 40), min_size=1).flatmap(
    lambda sizes: st.fixed_dictionaries({name: st.tuples(st.integers(0, size), st.just(size)) for name, size in sizes.items()})
)


def test_fewer_than_five_is_never_a_number() -> None:
    assert [alone(number) for number in (0, 1, 4, 5, 12)] == [None, None, None, 5, 12]


def test_a_small_group_takes_another_with_it_when_the_total_is_shown() -> None:
    found = cells({"Voirie": 2, "Sports": 9, "Culture": 20}, {"Voirie": 30, "Sports": 30, "Culture": 40}, total_shown=True)
    assert [found[name].value for name in ("Voirie", "Sports", "Culture")] == [None, None, 20]


def test_without_a_total_only_the_small_ones_are_hidden() -> None:
    found = cells({"Voirie": 2, "Sports": 9}, {"Voirie": 30, "Sports": 30}, total_shown=False)
    assert [found[name].value for name in ("Voirie", "Sports")] == [None, 9]


def test_those_who_did_not_are_as_protected_as_those_who_did() -> None:
    found = cells({"Voirie": 28}, {"Voirie": 30}, total_shown=False)["Voirie"]
    assert (found.value, found.nearly) == (None, True)


def test_a_small_group_where_few_took_part_is_not_said_to_have_nearly_all() -> None:
    found = cells({"Cabinet": 1}, {"Cabinet": 5}, total_shown=False)["Cabinet"]
    assert (found.value, found.nearly) == (None, False)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(TABLES)
def test_nothing_hidden_is_found_from_what_is_shown(table: dict[str, tuple[int, int]]) -> None:
    counts, sizes = {name: did for name, (did, _size) in table.items()}, {name: size for name, (_did, size) in table.items()}
    whole = total(counts, sizes)
    found = cells(counts, sizes, total_shown=True)
    hidden = [name for name, cell in found.items() if cell.value is None]
    assert all(cell.value is None or LEAST <= cell.value <= cell.size - LEAST for cell in found.values())
    if whole is None or not hidden:
        return
    away = whole - sum(cell.value or 0 for cell in found.values())
    assert len(hidden) > 1 or len(sizes) == 1
    assert away == sum(counts[name] for name in hidden)
    if len(hidden) < len(sizes):
        assert away >= LEAST
