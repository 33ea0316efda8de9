"""An app with Sanic and its server. The paths are those in modes.mjs."""

import os
import sys

from sanic import Sanic
from sanic.exceptions import SanicException

application = Sanic("shop")


@application.get("/raise")
async def raises(request):
    raise RuntimeError("the shelf is empty")


@application.get("/abort/<status:int>")
async def aborts(request, status):
    raise SanicException(status_code=status)


@application.get("/die")
async def dies(request):
    os._exit(1)


if __name__ == "__main__":
    application.run(host="127.0.0.1", port=int(sys.argv[1]), single_process=True, motd=False, access_log=False)
