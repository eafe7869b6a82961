"""What an endpoint of the simulator is, and how a request finds it: by the path as it came, segment by segment.

A segment is decoded once, after it was found, as a real server does it: an encoded slash stays in its segment.
Trailing and doubled slashes mean nothing, but before a meeting's UUID: there they are taken for its first character.
A UUID that was not encoded at all may have slashes inside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import unquote

from provider_bridge.sandbox.shapes import Shape

if TYPE_CHECKING:
    from provider_bridge.sandbox.world import World

__all__ = ["Answer", "Ask", "Made", "Refusal", "Route", "Router"]


@dataclass(frozen=True, slots=True)
class Ask:
    """A request: the values of its path and query, its JSON body if it has one, and the address it came to."""

    path: Mapping[str, str]
    query: Mapping[str, str]
    body: Any = None
    base: str = ""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


class Made(NamedTuple):
    """An answer whose status is not 200, or that needs headers of its own."""

    status: int
    body: dict[str, Any] | list[Any] | bytes = b""
    headers: Mapping[str, str] = {}


_BY_UUID: Final = frozenset({"{meetingId}", "{meetingUUID}", "{webinarId}"})
"""What may be named by a UUID, which may begin with a slash."""

_END: Final = "=="
"""What UUIDs end with; by this one is told from an endpoint that does not exist."""

_LONGEST: Final = 16
"""How many segments a path has at most that is looked at for a UUID with slashes."""

Answer = dict[str, Any] | list[Any] | bytes | Made
Handler = Callable[["World", Ask], Answer]


class Refusal(Exception):
    """An answer that is a no."""

    def __init__(self, status: int, code: int, message: str) -> None:
        self.status = status
        self.code = code
        self.message = message
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Route:
    """An endpoint: how it is called, its rate category, the scopes of which one opens it, and what answers.

    ``takes`` is the shape of its body; ``None`` where it looks at none.
    """

    path: str
    category: str
    scopes: tuple[str, ...]
    handler: Handler
    method: str = "GET"
    takes: Shape = None

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


class _Node:
    __slots__ = ("routes", "segments", "wild")

    def __init__(self) -> None:
        self.segments: dict[str, _Node] = {}
        self.wild: _Node | None = None
        self.routes: dict[str, Route] = {}


class Router:
    """Finds routes; a literal segment goes before a placeholder. ``uuids``: meetings are named by UUIDs."""

    def __init__(self, routes: Iterable[Route], *, uuids: bool = False) -> None:
        self._uuids = uuids
        self._root = _Node()
        for route in routes:
            node = self._root
            for segment in route.path.split("/")[1:]:
                if segment[:1] == "{":
                    node.wild = node = node.wild or _Node()
                else:
                    node = node.segments.setdefault(segment, _Node())
            if route.method in node.routes:
                raise ValueError(f"two routes for {route.name}")
            node.routes[route.method] = route

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]] | None:
        """Return the route of a raw path and the decoded values of its placeholders."""
        parts = path.split("/")[1:]
        return (
            self._by_raw_uuid(method, parts, leading=True)
            or self._match(method, [each for each in parts if each])
            or self._by_raw_uuid(method, parts, leading=False)
        )

    def _by_raw_uuid(self, method: str, parts: list[str], *, leading: bool) -> tuple[Route, dict[str, str]] | None:
        """Return the route of a path with a UUID that was not encoded and begins with a slash, or has one inside."""
        if not self._uuids or len(parts) > _LONGEST or (leading and "" not in parts):
            return None
        for start, end in combinations(range(1, len(parts) + 1), 2):
            name = "/".join(parts[start:end])
            if not (name.startswith("/") if leading else name.endswith(_END)) or name == "/":
                continue
            found = self._match(method, [*parts[:start], name, *parts[end:]])
            if found is not None and found[0].path.split("/")[start + 1] in _BY_UUID:
                return found
        return None

    def _match(self, method: str, segments: list[str]) -> tuple[Route, dict[str, str]] | None:
        route = self._walk(self._root, segments, method)
        if route is None:
            return None
        names = route.path.split("/")[1:]
        values = {name[1:-1]: unquote(value) for name, value in zip(names, segments, strict=True) if name[:1] == "{"}
        return route, values

    def _walk(self, node: _Node, segments: list[str], method: str) -> Route | None:
        if not segments:
            return node.routes.get(method)
        first, *rest = segments
        literal = node.segments.get(first)
        found = self._walk(literal, rest, method) if literal is not None else None
        if found is None and node.wild is not None and first:
            found = self._walk(node.wild, rest, method)
        return found
