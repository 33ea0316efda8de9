"""An app with Flask. The paths are those in modes.mjs."""

from flask import Flask, abort

application = Flask("shop")


@application.get("/raise")
def raises():
    raise RuntimeError("the shelf is empty")


@application.get("/abort/<int:status>")
def aborts(status):
    abort(status)
