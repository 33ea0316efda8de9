"""An app with CherryPy and its server. The paths are those in modes.mjs."""

import os
import sys

import cherrypy


class Shop:
    @cherrypy.expose
    def default(self, *parts):
        if parts[:1] == ("raise",):
            raise RuntimeError("the shelf is empty")
        if parts[:1] == ("die",):
            os._exit(1)
        if parts[:1] == ("abort",):
            raise cherrypy.HTTPError(int(parts[1]))
        return "ok\n"


settings = {"server.socket_host": "127.0.0.1", "server.socket_port": int(sys.argv[1]), "engine.autoreload.on": False}
cherrypy.config.update({**settings, "environment": "production"})
cherrypy.quickstart(Shop())
