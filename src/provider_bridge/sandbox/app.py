"""The simulator as an ASGI application: login, budget and scope checks around each endpoint, and a log of it all."""

from __future__ import annotations

import json
import secrets
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route as Path
from starlette.types import ASGIApp, Receive, Scope, Send

from provider_bridge.sandbox import goto, zoom
from provider_bridge.sandbox.goto.recording_files import serve_file as serve_goto_file
from provider_bridge.sandbox.lagging import Lagging
from provider_bridge.sandbox.limits import GOTO_LIMIT, ZOOM_LIMITS, Limits
from provider_bridge.sandbox.routing import Answer, Ask, Made, Refusal, Route, Router
from provider_bridge.sandbox.shapes import misshapen, read_json
from provider_bridge.sandbox.tokens import LoginServers
from provider_bridge.sandbox.world import World
from provider_bridge.sandbox.zoom.downloads import serve_file
from provider_bridge.sandbox.zoom.recordings import file_by_token

__all__ = ["Simulator"]

_METHODS: Final = ["GET", "POST", "PUT", "PATCH", "DELETE"]
_ZOOM: Final = Router(zoom.ROUTES, uuids=True)
_GOTO: Final = Router(goto.ROUTES)


class Simulator:
    """Both vendors, stateful. ``app`` is the ASGI application, ``log`` counts answers by endpoint and status."""

    def __init__(self, world: World, *, limits: bool = True, lag: float = 0.0, lag_shows: str = "late") -> None:
        self.world = world
        self._lagging = Lagging(world, lag, lag_shows)
        self.login = LoginServers(world, zoom.SCOPES)
        self.log: Counter[str] = Counter()
        self._limits = Limits() if limits else None
        pages = Starlette(
            routes=[
                Path("/zoom/oauth/token", self._zoom_login, methods=["POST"]),
                Path("/zoom/oauth/authorize", self._zoom_authorize, methods=["GET"]),
                Path("/zoom/oauth/revoke", self._zoom_revoke, methods=["POST"]),
                Path("/goto/oauth/token", self._goto_login, methods=["POST"]),
                Path("/goto/oauth/authorize", self._goto_authorize, methods=["GET"]),
                Path("/goto/oauth/revoke", self._goto_revoke, methods=["POST"]),
                Path("/_sandbox/log", self._show_log, methods=["GET"]),
                Path("/_sandbox/expire", self._expire, methods=["POST"]),
                Path("/_sandbox/revoke", self._revoke, methods=["POST"]),
                Path("/v2/{rest:path}", self._zoom, methods=_METHODS),
                Path("/rec/goto/{rest:path}", self._goto_file, methods=["GET"]),
                Path("/rec/{rest:path}", self._zoom_file, methods=["GET"]),
                Path("/{rest:path}", self._goto, methods=_METHODS),
            ],
        )
        self.app = _Tidy(pages)

    def lag_behind(self, seconds: float, shows: str = "late") -> None:
        """Let copies agree so many seconds after a deletion; what they show meanwhile is one of ``lagging.LAGS``."""
        self._lagging = Lagging(self.world, seconds, shows)

    # --- login and control ---------------------------------------------------------------------------------

    async def _zoom_login(self, request: Request) -> Response:
        base = str(request.base_url).rstrip("/")
        body = _fields(await request.body(), request)
        return self._logged("POST /zoom/oauth/token", Made(*self.login.zoom(request.headers, body, base)))

    async def _zoom_authorize(self, request: Request) -> Response:
        target = self.login.authorize(request.query_params)
        if target is None:
            return self._logged("GET /zoom/oauth/authorize", Made(400, {"errorCode": 4700, "errorMessage": "Invalid"}))
        return self._logged("GET /zoom/oauth/authorize", Made(302, b"", {"location": target}))

    async def _zoom_revoke(self, request: Request) -> Response:
        body = _fields(await request.body(), request)
        return self._logged("POST /zoom/oauth/revoke", Made(*self.login.zoom_revoke(request.headers, body)))

    async def _goto_login(self, request: Request) -> Response:
        body = await request.body()
        return self._logged("POST /goto/oauth/token", Made(*self.login.goto(request.headers, body)))

    async def _goto_authorize(self, request: Request) -> Response:
        target = self.login.authorize(request.query_params)
        if target is None:
            return self._logged("GET /goto/oauth/authorize", Made(400, {"error": "invalid_request"}))
        return self._logged("GET /goto/oauth/authorize", Made(302, b"", {"location": target}))

    async def _goto_revoke(self, request: Request) -> Response:
        body = await request.body()
        return self._logged("POST /goto/oauth/revoke", Made(*self.login.goto_revoke(request.headers, body)))

    async def _show_log(self, _: Request) -> Response:
        return _json(200, dict(self.log), {})

    async def _expire(self, _: Request) -> Response:
        self.login.expire()
        return Response(status_code=204)

    async def _revoke(self, _: Request) -> Response:
        self.login.revoke()
        return Response(status_code=204)

    # --- Zoom ----------------------------------------------------------------------------------------------

    async def _zoom(self, request: Request) -> Response:
        found = _ZOOM.find(request.method, _raw_path(request).removeprefix("/v2"))
        if found is None:
            body = {"code": 2300, "message": "This API endpoint is not recognized."}
            return self._logged("(no endpoint)", Made(404, body))
        route, path = found
        headers = {"x-zm-trackingid": f"v=2.0;clid=sb;rid=SB_{secrets.token_hex(8)}"}
        refused = self._zoom_gate(route, request, headers)
        if refused is not None:
            return self._logged(route.name, refused, headers)
        return self._logged(route.name, await self._answer(route, path, request, _zoom_refusal), headers)

    async def _zoom_file(self, request: Request) -> Response:
        """Answer outside of the API: the files of recordings, and the storage they lie in."""
        logged_in = self.login.find(request.headers, "zoom") is not None
        return self._logged(
            *serve_file(self.world, file_by_token, str(request.url), request.headers, logged_in=logged_in)
        )

    def _zoom_gate(self, route: Route, request: Request, headers: dict[str, str]) -> Made | None:
        """Refuse a call whose token is no good, that is too much, or that its token has no scope for."""
        token = self.login.find(request.headers, "zoom")
        if token is None:
            return Made(401, {"code": 124, "message": "Access token is expired."})
        if self._limits is not None:
            calls, seconds = ZOOM_LIMITS[route.category]
            left = self._limits.left(route.category, calls, seconds, self.world.clock())
            headers |= {
                "X-RateLimit-Category": route.category,
                "X-RateLimit-Type": "QPS",
                "X-RateLimit-Limit": str(calls),
                "X-RateLimit-Remaining": str(max(0, left)),
            }
            if left < 0:
                text = "You have reached the maximum per-second rate limit for this API. Try again later."
                return Made(429, {"code": 429, "message": text})
        if not token.scopes.intersection(route.scopes):
            text = f"Invalid access token, does not contain scopes:[{', '.join(route.scopes)}]."
            return Made(400, {"code": 4711, "message": text})
        return None

    # --- GoTo ----------------------------------------------------------------------------------------------

    async def _goto(self, request: Request) -> Response:
        found = _GOTO.find(request.method, _raw_path(request))
        if found is None:
            return self._logged("(no endpoint)", Made(404, {"errorCode": "NOT_FOUND", "message": "Not found"}))
        route, path = found
        token = self.login.find(request.headers, "goto")
        if token is None and route.category == "SCIM":
            challenge = {"WWW-Authenticate": 'Bearer realm="scim", error="invalid_token"'}
            return self._logged(route.name, Made(403, b"", challenge))
        if token is None:
            return self._logged(route.name, Made(403, {"int_err_code": "InvalidToken", "msg": "Invalid token passed"}))
        if self._limits is not None and self._limits.left(route.category, *GOTO_LIMIT, self.world.clock()) < 0:
            return self._logged(route.name, Made(429))
        return self._logged(route.name, await self._answer(route, path, request, _goto_refusal))

    async def _goto_file(self, request: Request) -> Response:
        """Answer outside of the API: the files of recordings, and the storage some of them lie in."""
        logged_in = self.login.find(request.headers, "goto") is not None
        return self._logged(*serve_goto_file(self.world, str(request.url), request.headers, logged_in=logged_in))

    # --- both ----------------------------------------------------------------------------------------------

    async def _answer(
        self, route: Route, path: Mapping[str, str], request: Request, refuse: Callable[[Refusal], dict[str, Any]]
    ) -> Answer:
        base = str(request.base_url).rstrip("/")
        world = self._lagging.state_for(route.method, request.query_params)
        try:
            sent = _sent(route, await request.body())
            answer = route.handler(world, Ask(path, request.query_params, sent, base, request.headers))
        except Refusal as refusal:
            answer = Made(refusal.status, refuse(refusal))
        self._lagging.note(route.method, answer.status if isinstance(answer, Made) else 200)
        return answer

    def _logged(self, name: str, answer: Answer, headers: Mapping[str, str] | None = None) -> Response:
        made = answer if isinstance(answer, Made) else Made(200, answer)
        self.log[f"{name} {made.status}"] += 1
        return _json(made.status, made.body, {**(headers or {}), **made.headers})


class _Tidy:
    """An application that sees no trailing and doubled slashes, but in the raw path, and no host that is none."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            if not _is_host(dict(scope["headers"]).get(b"host", b"").decode("latin-1")):
                await Response("the header Host is no host", 400)(scope, receive, send)
                return
            scope = {**scope, "path": "/" + "/".join(filter(None, scope["path"].split("/")))}
        await self._app(scope, receive, send)


def _is_host(text: str) -> bool:
    """Whether addresses can be made of a host."""
    try:
        urlsplit(f"http://{text}").port  # noqa: B018 (it is read to be checked)
    except ValueError:
        return False
    return True


def _raw_path(request: Request) -> str:
    """Return the path as it came, its escapes untouched."""
    raw: bytes = request.scope["raw_path"]
    return "/" + raw.partition(b"?")[0].decode("latin-1").lstrip("/")


def _fields(body: bytes, request: Request) -> bytes:
    """Return the fields of a login: those of the query, and those of the form, which count where both have one."""
    return b"&".join(filter(None, (request.url.query.encode(), body)))


def _sent(route: Route, body: bytes) -> Any:
    """Return what a request's body holds, or refuse what an endpoint does not take."""
    if route.method == "GET":
        return None
    try:
        sent = read_json(body) if body else None
    except ValueError:
        raise Refusal(400, 300, "Request Body should be a valid JSON object.") from None
    if route.takes is None:
        return None
    bad = misshapen(sent, route.takes)
    if bad:
        raise Refusal(400, 300, f"Validation Failed. {bad}: Invalid field.")
    return sent


def _zoom_refusal(refusal: Refusal) -> dict[str, Any]:
    return {"code": refusal.code, "message": refusal.message}


def _goto_refusal(refusal: Refusal) -> dict[str, Any]:
    kind = {400: "BadRequest", 403: "Forbidden", 404: "NotFound", 409: "Conflict"}.get(refusal.status, "Error")
    return {"errorCode": kind, "description": refusal.message, "incident": "0"}


def _json(status: int, body: dict[str, Any] | list[Any] | bytes, headers: Mapping[str, str]) -> Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    kind = headers.get("content-type", "application/json" if content else None)
    return Response(content, status, headers, media_type=kind)
