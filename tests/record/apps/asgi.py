"""An app without a framework, for servers that speak ASGI. The paths are those in modes.mjs."""

import os


async def application(scope, receive, send):
    if scope["type"] != "http":
        return
    path = scope["path"]
    if path == "/raise":
        raise RuntimeError("the shelf is empty")
    if path == "/die":
        os._exit(1)
    long = [(b"content-type", b"text/html"), (b"content-length", b"5000")]
    await send({"type": "http.response.start", "status": 200, "headers": long if path == "/half" else []})
    if path == "/half":
        await send({"type": "http.response.body", "body": b"<!doctype html><html><body><h1>New this", "more_body": True})
        raise RuntimeError("the shelf is empty")
    await send({"type": "http.response.body", "body": b"ok\n"})
