"""The application: resources under /api/v1, the log under /log, OpenAPI 3.1 with every act's schema."""

from typing import Any, Final

import msgspec
from fastapi import FastAPI, Request, Response

from seatrial.app.log_http import log_files
from seatrial.app.office.office import LOG, Office
from seatrial.cases.acts import BODIES
from seatrial.server import accounts, cases, feeds, health, jobs, metrics, problems, register, webhooks
from seatrial.server.bounds import Bounded
from seatrial.server.health import Pulse
from seatrial.server.limits import Limited, Limits
from seatrial.server.metrics import Metrics
from seatrial.server.pages import install as pages
from seatrial.server.telemetry import Telemetry
from seatrial.server.watched import API, Watched
from seatrial.tlog.ledger import PUBLIC
from seatrial.version import __version__

PREFIX: Final = API


def application(office: Office, pulse: Pulse | None = None) -> FastAPI:
    """The whole server of one office. Pages mount beside it, and authenticate into the same `Person`.

    `pulse` says when clocks were looked after, where this process does that.
    """
    app = FastAPI(
        title="Seatrial office",
        version=__version__,
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.office = office
    app.state.pulse = pulse
    app.state.limits = Limits(office.configuration.limits)
    app.state.metrics = Metrics(office)
    for router in (cases.ROUTER, jobs.ROUTER, accounts.ROUTER, webhooks.ROUTER, register.ROUTER):
        app.include_router(router, prefix=PREFIX)
    for router in (health.ROUTER, metrics.ROUTER, feeds.ROUTER):
        app.include_router(router)
    _log(app, office)
    problems.install(app)
    pages.install(app, office)
    _describe(app)
    app.add_middleware(Bounded)
    app.add_middleware(Limited, refuse=pages.too_many)
    part = office.configuration.telemetry
    app.state.telemetry = Telemetry(part) if part.endpoint else None
    app.add_middleware(Watched, metrics=app.state.metrics, bug=pages.bug, telemetry=app.state.telemetry)
    return app


def _log(app: FastAPI, office: Office) -> None:
    respond = log_files(office.directory / LOG / PUBLIC)

    @app.get("/log/{path:path}", include_in_schema=False)
    def log(path: str, request: Request) -> Response:
        said = respond(request.method, f"/{path}", b"")
        return Response(said.answer.body, said.answer.status, headers=said.headers, media_type=said.answer.media_type)


def _describe(app: FastAPI) -> None:
    """Say in OpenAPI what the body of each act is."""
    plain = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is not None:
            return app.openapi_schema
        schema = plain()
        kinds = dict(BODIES)
        found, components = msgspec.json.schema_components(kinds.values(), ref_template="#/components/schemas/{name}")
        known = schema.setdefault("components", {}).setdefault("schemas", {})
        known.update({name: one for name, one in components.items() if name not in known})
        known["NewAct"] = {
            "title": "NewAct",
            "oneOf": [
                {
                    "type": "object",
                    "title": kind,
                    "required": ["kind", "body"],
                    "additionalProperties": False,
                    "properties": {
                        "kind": {"const": kind},
                        "role": {"type": "string", "maxLength": 80},
                        "body": body,
                    },
                }
                for kind, body in zip(kinds, found, strict=True)
                if kind not in cases.ELSEWHERE
            ],
        }
        return schema

    app.openapi = described  # type: ignore[method-assign]
