"""The open interface of the platform: /api/v1."""

from typing import Final

from ninja import NinjaAPI

from tongban.api import (
    cases,
    clock,
    collecting,
    credentials,
    drafts,
    elsewhere,
    exchange,
    feeds,
    handling,
    insurance,
    items,
    notices,
    papers,
    payments,
    people,
    public,
    publicity,
    queues,
    ratings,
    rosters,
    surveys,
    teamwork,
    voices,
)
from tongban.api.authentication import BearerToken, SessionCookie
from tongban.api.problems import add_problem_handlers
from tongban.api.reading import StrictParser
from tongban.api.reference import ReferencePage

OPEN: Final = (items, clock, public, ratings)
SIGNED_IN: Final = (
    cases,
    collecting,
    handling,
    publicity,
    teamwork,
    drafts,
    people,
    insurance,
    payments,
    papers,
    rosters,
    surveys,
)

api = NinjaAPI(
    title="通办 医保经办服务接口",
    version="1",
    description=(
        "医保经办服务事项、办结时限和办件的开放接口。"
        "事项目录和时限推算无需登录；办件接口需登录会话或者访问令牌。"
        "出错时按RFC 9457返回问题文档，其中code固定不变。"
    ),
    urls_namespace="api",
    docs=ReferencePage(),
    parser=StrictParser(),
    auth=[BearerToken(), SessionCookie()],
)
add_problem_handlers(api)
for _door in OPEN:
    api.add_router("", _door.router, auth=None)
api.add_router("", notices.router)
api.add_router("", collecting.carrier_router)
api.add_router("", feeds.router)
api.add_router("", exchange.router)
for _door in SIGNED_IN:
    api.add_router("", _door.router)
api.add_router("", queues.open_router, auth=None)
api.add_router("", credentials.open_router, auth=None)
api.add_router("", credentials.router)
api.add_router("", queues.router)
api.add_router("", voices.router)
api.add_router("", elsewhere.router, auth=None)  # last: it takes what is left
