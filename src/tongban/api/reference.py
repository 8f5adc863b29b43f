"""The reference page of the API, written from its own OpenAPI description."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase


@dataclass(frozen=True, slots=True)
class Route:
    """One operation: where, what for, what it takes, and whether anybody may ask."""

    tag: str
    method: str
    path: str
    summary: str
    parameters: tuple[str, ...]
    is_open: bool


def routes_of(api: NinjaAPI) -> tuple[Route, ...]:
    """Return every operation of the API in the order of its routers."""
    return tuple(_routes(api.get_openapi_schema()["paths"]))


def _routes(paths: Mapping[str, Mapping[str, Any]]) -> Iterator[Route]:
    for path, operations in paths.items():
        for method, found in operations.items():
            yield Route(
                tag="、".join(found.get("tags", ())),
                method=method.upper(),
                path=path,
                summary=found["summary"],
                parameters=tuple(
                    parameter["name"] for parameter in found.get("parameters", ())
                ),
                is_open=not found.get("security"),
            )


class ReferencePage(DocsBase):
    """A plain page without script: every route, from the description itself."""

    def render_page(  # type: ignore[override]  # our addresses have no parameters
        self,
        request: HttpRequest,  # noqa: ARG002 - ninja's own signature
        api: NinjaAPI,
    ) -> HttpResponse:
        """Return the page; the description itself stands beside it as JSON."""
        body = format_html_join(
            "\n",
            "<tr><td>{}</td><td>{}</td><td><code>{} {}</code></td>"
            "<td>{}</td><td>{}</td></tr>",
            (
                (
                    route.tag,
                    route.summary,
                    route.method,
                    route.path,
                    "、".join(route.parameters),
                    "无需登录" if route.is_open else "登录",
                )
                for route in routes_of(api)
            ),
        )
        return HttpResponse(
            format_html(
                '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
                "<title>{title}</title></head><body><main><h1>{title}</h1><p>{text}</p>"
                '<p><a href="{address}">OpenAPI</a></p>'
                "<table><thead><tr><th>分类</th><th>用途</th><th>地址</th><th>参数</th>"
                "<th>登录</th></tr></thead><tbody>\n{body}\n</tbody></table>"
                "</main></body></html>\n",
                title=api.title,
                text=api.description,
                address=self.get_openapi_url(api, {}),
                body=body,
            )
        )
