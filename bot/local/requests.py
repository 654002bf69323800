"""Reading the parameters of a request: query, form, multipart or JSON (Bot API, "Making requests")."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

from pydantic import ValidationError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.local.errors import ApiError, bad_request, violation
from bot.local.params import Params, Upload

ATTACH = "attach://"
MAX_BODY = 60_000_000


async def read_params(request: Request) -> dict[str, Any]:
    """Return the parameters of a request as they were sent, uploads included. Raises ApiError."""
    values: dict[str, Any] = dict(request.query_params)
    if request.method != "POST":
        return values
    if int(request.headers.get("content-length") or 0) > MAX_BODY:
        raise ApiError(413, "Request Entity Too Large")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return values | await _multipart(request)
    body = await request.body()
    if not body:
        return values
    if kind == "application/json":
        return values | _json(body)
    if kind == "application/x-www-form-urlencoded":
        return values | _form(body)
    raise bad_request(f"unsupported content type {kind!r}")


def _form(body: bytes) -> dict[str, Any]:
    try:
        return dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict"))
    except ValueError:
        raise violation("strings must be encoded in UTF-8") from None


def _json(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise violation("can't parse JSON object")
    return value


async def _multipart(request: Request) -> dict[str, Any]:
    values: dict[str, Any] = {}
    try:
        async with request.form() as form:
            for name, value in form.multi_items():
                values[name] = await _upload(value) if isinstance(value, UploadFile) else value
    except HTTPException as error:
        raise violation(f"can't parse the form: {error.detail}") from None
    return _attached(values)


async def _upload(part: UploadFile) -> Upload:
    mime = part.content_type or "application/octet-stream"
    return Upload(part.filename or "file", mime, await part.read())


def _attached(values: dict[str, Any]) -> dict[str, Any]:
    """Put files in place of the `attach://name` that stands for them."""
    for name, value in list(values.items()):
        if isinstance(value, str) and value.startswith(ATTACH):
            upload = values.pop(value.removeprefix(ATTACH), None)
            if not isinstance(upload, Upload):
                raise bad_request(f"there is no file {value!r}")
            values[name] = upload
    return values


def parse_params(method: str, model: type[Params], values: dict[str, Any]) -> Params:
    """Return validated parameters. Raises ApiError, which names every parameter that is wrong."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise violation(f"{method}: {'; '.join(map(_reason, error.errors()))}") from None
    except RecursionError:
        raise violation(f"{method}: nested too deeply") from None


def _reason(error: Any) -> str:
    place = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        return f"unknown parameter {place}"
    if error["type"] == "missing":
        return f"parameter {place} is required"
    return f"parameter {place}: {error['msg']}"
