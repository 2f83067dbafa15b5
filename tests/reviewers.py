"""Somebody at the review page, as far as forms and links go."""

from __future__ import annotations

import re
import time

from fastapi.testclient import TestClient
from httpx import Response

DRAFT = (
    "# Library strategy\n\nMarl County Council is consulting on its libraries. Residents will have the final say on which libraries close. "
    "We will co-produce the strategy with users.\n\nCabinet will take the final decision in July.\n"
)
TOKEN = re.compile(r'name="form_token" value="(\w+)"')


class Person:
    """Somebody with a browser, as far as forms and links go."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.token = TOKEN.search(client.get("/").text)[1]

    def get(self, path: str) -> Response:
        return self.client.get(path)

    def post(self, path: str, **fields: str) -> Response:
        return self.client.post(path, data={"form_token": self.token, **fields}, follow_redirects=False)

    def upload(self, content: str | bytes = DRAFT, name: str = "draft.md") -> Response:
        content = content.encode() if isinstance(content, str) else content
        return self.client.post(
            "/documents", data={"form_token": self.token}, files={"files": (name, content)}, follow_redirects=False
        )

    def read(self, content: str | bytes = DRAFT, name: str = "draft.md") -> str:
        """Upload, wait for the findings, and give the document's address."""
        answer = self.upload(content, name)
        assert answer.status_code == 303, answer.text
        address = answer.headers["location"]
        for _ in range(600):
            if self.get(f"{address}/state").json()["state"] not in ("waiting", "reading"):
                return address
            time.sleep(0.1)
        raise AssertionError("not read within a minute")

    def findings(self, address: str) -> list[str]:
        return list(dict.fromkeys(re.findall(r"findings/(OP-\w+)", self.get(address).text)))

    def version(self, address: str, finding: str) -> str:
        return re.search(r'name="version" value="(\d+)"', self.get(f"{address}/findings/{finding}").text)[1]

    def settle(self, address: str, finding: str, state: str = "accepted", version: str = "", **fields: str) -> Response:
        fields = {"reason-accepted": "agreed with the leader", "verdict": "commitment/none/none"} | fields
        version = version or self.version(address, finding)
        return self.post(f"{address}/findings/{finding}/settle", state=state, version=version, **fields)
