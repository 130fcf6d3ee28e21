"""What stands in the top bar beside the search field. The bell registers here from `AppConfig.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rse.core.requests import SignedInRequest


def no_context(_request: SignedInRequest) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Tool:
    """A template rendered on every page of a signed-in person, with `context(request)` on top of the page's own."""

    template: str
    context: Callable[[SignedInRequest], dict[str, Any]] = no_context  # whatever the tool's template reads
    order: int = 100


_tools: dict[str, Tool] = {}


def register(tool: Tool) -> None:
    _tools[tool.template] = tool


def all_tools() -> list[Tool]:
    return sorted(_tools.values(), key=lambda tool: tool.order)
