"""A hospital's or pharmacy's system as it speaks to a platform: signed messages.

It knows an address, a code and a key, like the programs in hospitals do; nothing
of the platform's inside.
"""

import base64
import hmac
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any, Final
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from tongban.core.hsa.json_text import json_text, read_json
from tongban.gateways.clock import real_now

PATH: Final = "/hsa/fsi/api/rsfComIfsService/callService"
SECONDS_MAX: Final = 60
MILLISECONDS: Final = 1_000
SERIAL_MAX: Final = 10_000
WORDS_MAX: Final = 200  # of an answer that is no envelope
FILE_TYPE: Final = "application/octet-stream"


class PlatformRefused(RuntimeError):
    """The platform said no; the words are for the operator."""

    def __init__(self, infno: str, words: str) -> None:
        self.infno = infno
        self.words = words
        super().__init__(f"{infno}: {words}")


class PlatformSilent(ConnectionError):
    """No answer came; whether the message took effect is not known."""

    def __init__(self, infno: str, words: str) -> None:
        self.infno = infno
        super().__init__(f"{infno}没有得到答复（{words}）")


@dataclass
class InstitutionSystem:
    """One till: it numbers its messages and signs every one."""

    site: str
    code: str
    name: str
    region: str
    key: str
    secret: str
    sign_no: str = ""
    serial: int = 0
    last: str = field(default="", repr=False)

    def ask(self, infno: str, said: Mapping[str, Any]) -> Mapping[str, Any]:
        """Send a message and return its output; a refusal is raised."""
        return self.repeat(infno, self.message(infno, said))

    def message(self, infno: str, said: Mapping[str, Any]) -> str:
        """Return the text of a new message; its key is kept in ``last``."""
        moment = real_now()
        self.serial += 1
        self.last = f"{self.code}{moment:%Y%m%d%H%M%S}{self.serial % SERIAL_MAX:04d}"
        return json_text(
            {
                "infno": infno,
                "msgid": self.last,
                "mdtrtarea_admvs": self.region,
                "insuplc_admdvs": self.region,
                "recer_sys_code": "his-demo",
                "infver": "V1.0",
                "opter_type": "1",
                "opter": "his-demo",
                "opter_name": "演示收银员",
                "inf_time": f"{moment:%Y-%m-%d %H:%M:%S}",
                "fixmedins_code": self.code,
                "fixmedins_name": self.name,
                "sign_no": self.sign_no,
                "input": said,
            }
        )

    def repeat(self, infno: str, text: str) -> Mapping[str, Any]:
        """Send a text, perhaps once more, and return the output."""
        try:
            content, kind = self._post(infno, text)
        except (OSError, HTTPException) as fault:
            raise PlatformSilent(infno, str(fault) or type(fault).__name__) from fault
        if kind == FILE_TYPE:
            return {"file": content}
        try:
            answer = read_json(content.decode())
        except ValueError as fault:
            raise PlatformSilent(infno, "收到的不是报文") from fault
        if not isinstance(answer, Mapping) or "infcode" not in answer:
            raise PlatformRefused(infno, content.decode(errors="replace")[:WORDS_MAX])
        if answer["infcode"] != 0:
            raise PlatformRefused(infno, str(answer["err_msg"]))
        output = answer["output"]
        return output if isinstance(output, Mapping) else {}

    def _post(self, infno: str, text: str) -> tuple[bytes, str]:
        headers = {
            "_api_access_key": self.key,
            "_api_name": infno,
            "_api_timestamp": str(int(time.time() * MILLISECONDS)),
            "_api_version": "1.0.0",
        }
        covered = "&".join(f"{name}={headers[name]}" for name in sorted(headers))
        digest = hmac.digest(self.secret.encode(), covered.encode(), "sha1")
        headers["_api_signature"] = base64.b64encode(digest).decode()
        asked = Request(  # noqa: S310 - the operator names the site
            f"{self.site.rstrip('/')}{PATH}",
            data=text.encode(),
            headers={**headers, "Content-Type": "application/json"},
        )
        try:
            with urlopen(asked, timeout=SECONDS_MAX) as answer:  # noqa: S310 - as above
                return answer.read(), answer.headers.get_content_type()
        except HTTPError as fault:
            return fault.read(), "application/json"


def field_of(output: Mapping[str, Any], *path: str) -> Any:  # noqa: ANN401 - JSON
    """Return a value inside an output; lists are entered at their first row."""
    found: Any = output
    for name in path:
        if isinstance(found, list):
            found = found[0] if found else {}
        found = found.get(name, "") if isinstance(found, Mapping) else ""
    return found
