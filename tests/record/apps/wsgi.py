"""An app without a framework, for servers that speak WSGI. The paths are those in modes.mjs."""

import os
import time


def application(environ, start_response):
    path = environ["PATH_INFO"]
    if path == "/raise":
        raise RuntimeError("the shelf is empty")
    if path == "/die":
        os._exit(1)
    if path == "/hang":
        time.sleep(60)
    if path == "/half":
        start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", "5000")])
        return half()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "3")])
    return [b"ok\n"]


def half():
    yield b"<!doctype html><html><body><h1>New this"
    raise RuntimeError("the shelf is empty")
