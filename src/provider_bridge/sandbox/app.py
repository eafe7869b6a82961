"""The simulator as an ASGI application: login, budget and scope checks around each endpoint, and a log of it all."""

from __future__ import annotations

import json
import secrets
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route as Path

from provider_bridge.sandbox import goto, zoom
from provider_bridge.sandbox.limits import GOTO_LIMIT, ZOOM_LIMITS, Limits
from provider_bridge.sandbox.tokens import LoginServers
from provider_bridge.sandbox.world import World
from provider_bridge.sandbox.zoom import Answer, Refusal, Route

__all__ = ["Simulator"]


class Simulator:
    """Both vendors, stateful. ``app`` is the ASGI application, ``log`` counts answers by endpoint and status."""

    def __init__(self, world: World, *, limits: bool = True) -> None:
        self.world = world
        self.login = LoginServers(world)
        self.log: Counter[str] = Counter()
        self._limits = Limits() if limits else None
        self.app = Starlette(
            routes=[
                Path("/zoom/oauth/token", self._zoom_login, methods=["POST"]),
                Path("/goto/oauth/token", self._goto_login, methods=["POST"]),
                Path("/_sandbox/log", self._show_log, methods=["GET"]),
                Path("/_sandbox/expire", self._expire, methods=["POST"]),
                Path("/_sandbox/revoke", self._revoke, methods=["POST"]),
                *(Path("/v2" + route.path, self._zoom(route), methods=["GET"]) for route in zoom.ROUTES),
                *(Path(route.path, self._goto(route), methods=["GET"]) for route in goto.ROUTES),
            ],
            exception_handlers={404: self._nowhere},
        )

    # --- login and control ---------------------------------------------------------------------------------

    async def _zoom_login(self, request: Request) -> Response:
        base = str(request.base_url).rstrip("/")
        body = await request.body() or request.url.query.encode()
        return self._logged("POST /zoom/oauth/token", *self.login.zoom(request.headers, body, base))

    async def _goto_login(self, request: Request) -> Response:
        body = await request.body()
        return self._logged("POST /goto/oauth/token", *self.login.goto(request.headers, body))

    async def _show_log(self, _: Request) -> Response:
        return _json(200, dict(self.log))

    async def _expire(self, _: Request) -> Response:
        self.login.expire()
        return Response(status_code=204)

    async def _revoke(self, _: Request) -> Response:
        self.login.revoke()
        return Response(status_code=204)

    async def _nowhere(self, request: Request, _: Exception) -> Response:
        if request.url.path.startswith("/v2/"):
            return self._logged("(no endpoint)", 404, {"code": 2300, "message": "This API endpoint is not recognized."})
        return self._logged("(no endpoint)", 404, {"errorCode": "NOT_FOUND", "message": "Not found"})

    # --- Zoom ----------------------------------------------------------------------------------------------

    def _zoom(self, route: Route) -> Callable[[Request], Any]:
        name = "GET " + route.path.replace(":path", "")
        calls, seconds = ZOOM_LIMITS[route.category]

        async def endpoint(request: Request) -> Response:
            headers = {"x-zm-trackingid": f"v=2.0;clid=sb;rid=SB_{secrets.token_hex(8)}"}
            token = self.login.find(request.headers, "zoom")
            if token is None:
                body = {"code": 124, "message": "Access token is expired."}
                return self._logged(name, 401, body, headers)
            if self._limits is not None:
                left = self._limits.left(route.category, calls, seconds, self.world.clock())
                headers |= {
                    "X-RateLimit-Category": route.category,
                    "X-RateLimit-Type": "QPS",
                    "X-RateLimit-Limit": str(calls),
                    "X-RateLimit-Remaining": str(max(0, left)),
                }
                if left < 0:
                    text = "You have reached the maximum per-second rate limit for this API. Try again later."
                    return self._logged(name, 429, {"code": 429, "message": text}, headers)
            if not token.scopes.intersection(route.scopes):
                text = f"Invalid access token, does not contain scopes:[{', '.join(route.scopes)}]."
                return self._logged(name, 400, {"code": 4711, "message": text}, headers)
            return self._logged(name, *self._answer(route, request, _zoom_refusal), headers)

        return endpoint

    # --- GoTo ----------------------------------------------------------------------------------------------

    def _goto(self, route: Route) -> Callable[[Request], Any]:
        name = "GET " + route.path

        async def endpoint(request: Request) -> Response:
            token = self.login.find(request.headers, "goto")
            if token is None and route.category == "SCIM":
                challenge = {"WWW-Authenticate": 'Bearer realm="scim", error="invalid_token"'}
                return self._logged(name, 403, b"", challenge)
            if token is None:
                return self._logged(name, 403, {"int_err_code": "InvalidToken", "msg": "Invalid token passed"})
            if self._limits is not None:
                left = self._limits.left(route.category, *GOTO_LIMIT, self.world.clock())
                if left < 0:
                    return self._logged(name, 429, b"")
            return self._logged(name, *self._answer(route, request, _goto_refusal))

        return endpoint

    # --- both ----------------------------------------------------------------------------------------------

    def _answer(
        self, route: Route, request: Request, refuse: Callable[[Refusal], dict[str, Any]]
    ) -> tuple[int, Answer]:
        try:
            return 200, route.handler(self.world, request.path_params, request.query_params)
        except Refusal as refusal:
            return refusal.status, refuse(refusal)

    def _logged(self, name: str, status: int, body: Answer, headers: Mapping[str, str] | None = None) -> Response:
        self.log[f"{name} {status}"] += 1
        return _json(status, body, headers)


def _zoom_refusal(refusal: Refusal) -> dict[str, Any]:
    return {"code": refusal.code, "message": refusal.message}


def _goto_refusal(refusal: Refusal) -> dict[str, Any]:
    kind = {400: "BadRequest", 404: "NotFound"}.get(refusal.status, "Error")
    return {"errorCode": kind, "description": refusal.message, "incident": "0"}


def _json(status: int, body: Answer, headers: Mapping[str, str] | None = None) -> Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Response(content, status, headers, media_type="application/json")
