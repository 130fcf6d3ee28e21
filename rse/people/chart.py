"""The organisation chart beside the directory: who is below whom, how many people, which branches to show. One query."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Self

from rse.core.text import fold
from rse.people.models import Department, User


@dataclass(frozen=True)
class Branch:
    """A department in the list beside the results. `count` includes everything below it."""

    department: Department
    depth: int
    count: int
    current: bool
    address: str


@dataclass(frozen=True)
class Chart:
    departments: dict[int, Department]
    children: dict[int | None, list[Department]]
    totals: dict[int, int]

    @classmethod
    def read(cls, user: User, counts: Mapping[int | None, int]) -> Self:
        """The departments `user` may see, in the order of names, with how many people each has, below included."""
        departments = {each.pk: each for each in sorted(Department.objects.visible_to(user), key=lambda each: fold(each.name))}
        children: dict[int | None, list[Department]] = defaultdict(list)
        totals: dict[int, int] = defaultdict(int)
        for department in departments.values():
            children[department.parent_id].append(department)
            step: Department | None = department
            while step is not None:
                totals[step.pk] += counts.get(department.pk, 0)
                step = departments.get(step.parent_id or 0)
        return cls(departments, children, totals)

    def total(self, department: Department) -> int:
        return self.totals[department.pk]

    def below(self, department: Department) -> set[int]:
        """Ids of the department and of everything below it."""
        found, todo = set(), [department.pk]
        while todo:
            pk = todo.pop()
            found.add(pk)
            todo += [child.pk for child in self.children.get(pk, []) if child.pk not in found]
        return found

    def branches(self, current: Department | None, *, address: Callable[[Department], str]) -> list[Branch]:
        """The departments at the top, and the way down to `current` with what lies right below it; those with nobody are left out.

        A single department above all the others says nothing: what lies below it stands at the top.
        """
        path = set()
        step = self.departments.get(current.pk) if current else None
        while step is not None:
            path.add(step.pk)
            step = self.departments.get(step.parent_id or 0)
        found: list[Branch] = []

        def walk(parent_id: int | None, depth: int) -> None:
            for department in self.children.get(parent_id, []):
                count = self.totals[department.pk]
                if count or department.pk in path:
                    found.append(Branch(department, depth, count, current is not None and department.pk == current.pk, address(department)))
                if department.pk in path:
                    walk(department.pk, depth + 1)

        walk(self._top(), 0)
        return found

    def _top(self) -> int | None:
        tops = self.children.get(None, [])
        return tops[0].pk if len(tops) == 1 and self.children.get(tops[0].pk) else None
