"""Receive Zoom's notifications: prove them, answer within three seconds, and do the work afterwards.

Needs: pip install starlette uvicorn
Run:   ZOOM_WEBHOOK_SECRET=… uvicorn --app-dir examples webhook_receiver:app --port 8000

While a secret is replaced, give both, separated by a comma. Zoom needs an https address; put a proxy in front.
"""

from __future__ import annotations

import os
import queue
from datetime import UTC, datetime

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from provider_bridge import DecodeError, WebhookRejected
from provider_bridge.providers.zoom.webhooks import ZoomReceiver
from provider_bridge.webhooks import Deauthorized, MemorySeenStore, Notification, RegistrationChanged

LARGEST = 1_000_000

receiver = ZoomReceiver(os.environ["ZOOM_WEBHOOK_SECRET"].split(","), seen=MemorySeenStore())
work: queue.Queue[Notification] = queue.Queue(maxsize=10_000)
"""What a worker takes from. Use one that survives a restart, and a ``SeenStore`` that does."""


async def receive(request: Request) -> Response:
    """Answer one request; nothing slow may happen here."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            return Response(status_code=413)
    try:
        received = receiver.receive(request.headers, bytes(body), now=datetime.now(UTC))
    except WebhookRejected as error:
        print(error)
        return Response(status_code=401)
    except DecodeError as error:
        print(error)  # names the event and the place, never a value
        return Response(status_code=500)
    if received.new:
        try:
            work.put_nowait(received.notification)
        except queue.Full:
            receiver.release(received)
            return Response(status_code=500)  # Zoom sends it again
    return Response(received.answer, received.status, media_type="application/json" if received.answer else None)


def handle(notification: Notification) -> str:
    """Say what a worker would do, without naming anybody."""
    match notification:
        case RegistrationChanged(change="cancelled"):
            return f"forget registrant {notification.registrant.id}"
        case Deauthorized(erase=True):
            return f"erase what was kept for account {notification.account} within ten days"
        case _:
            return f"nothing to do for {notification.name}"


app = Starlette(routes=[Route("/zoom", receive, methods=["POST"])])
