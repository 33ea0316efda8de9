"""An app with FastAPI. The paths are those in modes.mjs."""

from fastapi import FastAPI, HTTPException

application = FastAPI()


@application.get("/raise")
async def raises():
    raise RuntimeError("the shelf is empty")


@application.get("/abort/{status}")
async def aborts(status: int):
    raise HTTPException(status)
