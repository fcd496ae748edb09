"""News for programs: where they are sent, and what came of each message."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from seatrial.app.office import news
from seatrial.app.office.show import reads
from seatrial.server.login import Served, Who

ROUTER: Final = APIRouter(tags=["webhooks"])


class NewWebhook(BaseModel):
    """An address to which news of your cases are sent."""

    model_config = ConfigDict(extra="forbid", strict=True)

    url: str = Field(max_length=500)
    kinds: list[str] = Field(default=[], max_length=50)
    """Kinds of events; all without it."""


@ROUTER.post("/webhooks", status_code=201)
def add(asked: NewWebhook, office: Served, person: Who) -> dict[str, str]:
    """Send news of your cases to an address, signed as Standard Webhooks. The secret is shown this once."""
    id_ = news.add_webhook(office, person, asked.url, kinds=asked.kinds)
    return {"id": id_, "secret": news.secret_of(office, id_)}


@ROUTER.get("/webhooks")
def yours(office: Served, person: Who) -> list[dict[str, Any]]:
    """Your subscriptions, each with its latest messages and what came of them."""
    reads(person)
    return [
        {
            "id": one.id,
            "channel": one.channel,
            "url": one.target,
            "kinds": sorted(one.kinds),
            "since": one.since.isoformat(),
            "deliveries": [
                {
                    "id": sent.id,
                    "kind": sent.kind,
                    "at": sent.at.isoformat(),
                    "attempts": sent.attempts,
                    "outcome": sent.outcome,
                    "next_at": sent.next_at.isoformat() if sent.next_at else None,
                }
                for sent in messages
            ],
        }
        for one, messages in news.subscriptions(office, person.id)
    ]


@ROUTER.delete("/webhooks/{id_}", status_code=204)
def remove(id_: Annotated[str, Path(max_length=40)], office: Served, person: Who) -> Response:
    """Send no more news there."""
    reads(person)
    news.remove(office, id_, person.id)
    return Response(status_code=204)
