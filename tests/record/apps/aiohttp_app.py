"""An app with aiohttp and its server. The paths are those in modes.mjs."""

import os
import sys

from aiohttp import web

STATUSES = {"500": web.HTTPInternalServerError, "502": web.HTTPBadGateway, "503": web.HTTPServiceUnavailable, "504": web.HTTPGatewayTimeout}


async def raises(request):
    raise RuntimeError("the shelf is empty")


async def aborts(request):
    raise STATUSES[request.match_info["status"]]()


async def dies(request):
    os._exit(1)


async def half(request):
    response = web.StreamResponse(headers={"Content-Type": "text/html", "Content-Length": "5000"})
    await response.prepare(request)
    await response.write(b"<!doctype html><html><body><h1>New this")
    raise RuntimeError("the shelf is empty")


application = web.Application()
application.add_routes([web.get("/raise", raises), web.get("/abort/{status}", aborts), web.get("/die", dies), web.get("/half", half)])
web.run_app(application, host="127.0.0.1", port=int(sys.argv[1]), print=None)
