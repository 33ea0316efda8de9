"""An app with Tornado and its server. The paths are those in modes.mjs."""

import asyncio
import os
import sys

from tornado.web import Application, HTTPError, RequestHandler


class Raises(RequestHandler):
    def get(self):
        raise RuntimeError("the shelf is empty")


class Aborts(RequestHandler):
    def get(self, status):
        raise HTTPError(int(status))


class Dies(RequestHandler):
    def get(self):
        os._exit(1)


class Half(RequestHandler):
    async def get(self):
        self.set_header("Content-Length", "5000")
        self.write("<!doctype html><html><body><h1>New this")
        await self.flush()
        raise RuntimeError("the shelf is empty")


async def main():
    Application([("/raise", Raises), (r"/abort/(\d+)", Aborts), ("/die", Dies), ("/half", Half)]).listen(int(sys.argv[1]), "127.0.0.1")
    await asyncio.Event().wait()


asyncio.run(main())
