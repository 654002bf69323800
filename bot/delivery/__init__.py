"""Getting digests to chats: planner (due to queued), sender (queued to sent), limiter, and a clock."""

from bot.delivery.delivery import Delivery
from bot.delivery.limiter import Lane, Limiter
from bot.delivery.pace import Rates
from bot.delivery.sender import SenderOptions

__all__ = ["Delivery", "Lane", "Limiter", "Rates", "SenderOptions"]
