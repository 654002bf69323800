"""Refusals of the local Bot API, worded as Telegram words them."""

from __future__ import annotations

from briefs.errors import DiemTinError


class ApiError(DiemTinError):
    """An answer with `ok: false`.

    `violation` marks what a correct bot never sends (an unknown parameter, broken markup), as opposed to what
    can happen to any bot (a blocked chat, a message gone, a limit reached).
    """

    def __init__(
        self, status: int, message: str, *, violation: bool = False, parameters: dict[str, int] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.violation = violation
        self.parameters = parameters


def bad_request(reason: str) -> ApiError:
    """Return a 400 that any correct bot may meet."""
    return ApiError(400, f"Bad Request: {reason}")


def violation(reason: str) -> ApiError:
    """Return a 400 that only a faulty bot meets."""
    return ApiError(400, f"Bad Request: {reason}", violation=True)


def forbidden(reason: str) -> ApiError:
    """Return a 403: the chat cannot be written to."""
    return ApiError(403, f"Forbidden: {reason}")


def too_many_requests(retry_after: int) -> ApiError:
    """Return a 429 with `retry_after` in seconds (Bot API, ResponseParameters)."""
    reason = f"Too Many Requests: retry after {retry_after}"
    return ApiError(429, reason, parameters={"retry_after": retry_after})


def migrated(new_chat_id: int) -> ApiError:
    """Return the 400 that names the supergroup a group has become (Bot API, ResponseParameters)."""
    reason = "Bad Request: group chat was upgraded to a supergroup chat"
    return ApiError(400, reason, parameters={"migrate_to_chat_id": new_chat_id})


def unsupported(what: str) -> ApiError:
    """Return a 501 for what Telegram has and the local server does not."""
    return ApiError(501, f"Not Implemented: the local Bot API has no {what}", violation=True)
