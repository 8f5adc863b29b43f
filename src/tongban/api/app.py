"""The open interface of the platform: /api/v1."""

from ninja import NinjaAPI

from tongban.api import clock, items
from tongban.api.problems import add_problem_handlers
from tongban.api.reading import StrictParser

api = NinjaAPI(
    title="通办 医保经办服务接口",
    version="1",
    description=(
        "医保经办服务事项、办结时限和办件的开放接口。"
        "事项目录和时限推算无需登录；办件接口需登录会话或者访问令牌。"
        "出错时按RFC 9457返回问题文档，其中code固定不变。"
    ),
    urls_namespace="api",
    docs_url=None,
    parser=StrictParser(),
)
add_problem_handlers(api)
api.add_router("", items.router)
api.add_router("", clock.router)
