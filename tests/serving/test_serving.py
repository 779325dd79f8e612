"""A machine as a service: what it serves, what it refuses, many clients at once, and a public client library."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import proust_attention as proust
from proust_attention.generation import Writer, surprise
from proust_attention.serving import Api, Limits, Service
from proust_attention.serving.server import ApiRequest
from tests.explorer.machines import make_machine, random_weights
from tests.explorer.piece_machine import CONFIG as OF_PIECES
from tests.explorer.piece_machine import SAMPLE, TOKENIZER
from tests.servers import in_the_background
from tests.waiting import PATIENCE, until

MACHINE = "novelas-es"
PROMPT = "La tarde caía sobre"


@pytest.fixture(scope="module")
def writer() -> Writer:
    return proust.load(MACHINE)


@contextmanager
def serving(writer: Writer, limits: Limits = Limits(), secret: str = "") -> Iterator[Api]:  # noqa: B008
    with Api(Service(MACHINE, writer, limits, 1), 0, secret) as server, in_the_background(server):
        yield server


@pytest.fixture(scope="module")
def server(writer: Writer) -> Iterator[Api]:
    with serving(writer) as server:
        yield server


def requested(server: Api, path: str, body: Any = None, method: str = "", **headers: str) -> tuple[int, Any]:
    """Send a request as any client would; return the status and the JSON that came."""
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=PATIENCE)
    content = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
    connection.request(
        method or ("GET" if body is None else "POST"),
        path,
        content,
        {"Content-Type": "application/json", **headers},
    )
    response = connection.getresponse()
    found = response.status, json.loads(response.read())
    connection.close()
    return found


def completed(server: Api, **body: Any) -> Any:
    status, found = requested(server, "/v1/completions", {"prompt": PROMPT, **body})
    assert status == 200, found
    return found


def events(server: Api, **body: Any) -> list[Any]:
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=PATIENCE)
    body = {"prompt": PROMPT, "stream": True, **body}
    connection.request("POST", "/v1/completions", json.dumps(body), {"Content-Type": "application/json"})
    response = connection.getresponse()
    assert response.headers["Content-Type"].startswith("text/event-stream")
    *events, done = response.read().decode().removesuffix("\n\n").split("\n\n")
    assert done == "data: [DONE]"
    return [json.loads(event.removeprefix("data: ")) for event in events]


def test_the_models(server: Api) -> None:
    model = {"id": MACHINE, "object": "model", "created": 1, "owned_by": "proust-attention"}
    assert requested(server, "/v1/models") == (200, {"object": "list", "data": [model]})


def test_a_completion_is_what_we_write(server: Api, writer: Writer) -> None:
    found = completed(server, max_tokens=40, temperature=0.7, top_k=20, seed=3)
    ours = writer.generate(PROMPT, length=40, temperature=0.7, top_k=20, seed=3)
    (choice,) = found["choices"]
    assert choice == {
        "index": 0,
        "text": ours.removeprefix(PROMPT),
        "logprobs": None,
        "finish_reason": "length",
    }
    assert (found["object"], found["model"]) == ("text_completion", MACHINE)
    assert found["usage"] == {"prompt_tokens": 19, "completion_tokens": 40, "total_tokens": 59}
    assert len(completed(server)["choices"][0]["text"]) == 16  # as the API has it


def test_a_stream_is_the_same_text(server: Api) -> None:
    whole = completed(server, max_tokens=60, seed=5, stop="e ")["choices"][0]
    parts = events(server, max_tokens=60, seed=5, stop="e ", stream_options={"include_usage": True})
    *texts, usage = parts
    assert "".join(part["choices"][0]["text"] for part in texts) == whole["text"]
    assert [part["choices"][0]["finish_reason"] for part in texts[-2:]] == [None, whole["finish_reason"]]
    assert whole["finish_reason"] == "stop"
    assert usage["usage"]["completion_tokens"] == len(whole["text"]) + len("e ")
    assert len({part["id"] for part in parts}) == 1


@pytest.mark.parametrize("stop", [["zzz"], ["que", "a"], [" "], ["s", "as "], ["\n"]])
def test_stops(server: Api, writer: Writer, stop: list[str]) -> None:
    ours = writer.generate(PROMPT, length=50, seed=2, stop=stop).removeprefix(PROMPT)
    choice = completed(server, max_tokens=50, seed=2, stop=stop)["choices"][0]
    assert choice["text"] == ours
    assert choice["finish_reason"] == ("length" if len(ours) == 50 else "stop")


def test_several_texts_and_the_prompt_with_them(server: Api, writer: Writer) -> None:
    found = completed(server, n=3, seed=10, max_tokens=12, echo=True)["choices"]
    assert [choice["text"] for choice in found] == [
        writer.generate(PROMPT, length=12, seed=seed) for seed in (10, 11, 12)
    ]


def test_pieces(tmp_path: Path) -> None:
    make_machine(tmp_path / "pieces", OF_PIECES, random_weights(OF_PIECES), TOKENIZER.to_dict())
    of_pieces = proust.load(tmp_path / "pieces")
    with serving(of_pieces) as server:
        found = completed(server, prompt="de la", max_tokens=30, seed=1, stop=["zzz"])
        drawn = [w.ids[0] for w in of_pieces.write("de la", length=30, seeds=[1])]
        assert found["choices"][0]["text"] == TOKENIZER.decode(drawn)
        assert found["usage"] == {"prompt_tokens": 3, "completion_tokens": 30, "total_tokens": 33}
        scored = requested(server, "/score", {"text": SAMPLE[:60]})[1]
        assert [(scored["text"][a:b]) for a, b in scored["spans"]] == [
            TOKENIZER.pieces[i] for i in TOKENIZER.encode(SAMPLE[:60])
        ]


def test_a_score(server: Api, writer: Writer) -> None:
    status, found = requested(server, "/score", {"text": "La tarde."})
    nats = writer.score("La tarde.")
    assert status == 200
    assert found["nats_of_each"] == [None, *(pytest.approx(x, abs=1e-5) for x in nats[1:])]
    assert found["nats"] == pytest.approx(np.nansum(nats))
    assert found["nats_a_character"] == pytest.approx(np.nansum(nats) / 8)
    assert found["spans"][:2] == [[0, 1], [1, 2]]


REFUSED: list[tuple[str, Any, int, str]] = [
    ("/v1/completions", {"prompt": "Ж"}, 400, "does not know the character 'Ж'"),
    (
        "/v1/completions",
        {"max_tokens": 4097},
        400,
        "max_tokens is 4097, but must be a whole number from 0 to 4096",
    ),
    ("/v1/completions", {"max_tokens": True}, 400, "max_tokens is True"),
    ("/v1/completions", {"temperature": -1}, 400, "sampling.temperature is -1"),
    ("/v1/completions", {"temperature": "hot"}, 400, "temperature"),
    ("/v1/completions", {"prompt": "a" * 20_001}, 400, "prompt has 20001 characters, and 20000 is the most"),
    ("/v1/completions", {"prompt": ["a", "b"]}, 400, "prompt must be one text"),
    ("/v1/completions", {"prompt": [1, 2]}, 400, "prompt must be one text"),
    ("/v1/completions", {"stop": ["a"] * 5}, 400, "5 stop strings"),
    ("/v1/completions", {"stop": ""}, 400, "none of them empty"),
    ("/v1/completions", {"logprobs": 5}, 400, "logprobs is not supported here"),
    ("/v1/completions", {"presence_penalty": 1.5}, 400, "presence_penalty is not supported here"),
    ("/v1/completions", {"stream": 1}, 400, "must be true or false"),
    ("/v1/completions", {"seed": -1}, 400, "seed is -1"),
    ("/v1/completions", {"n": 5}, 400, "n is 5"),
    ("/v1/completions", {"temprature": 1}, 400, "there is no parameter temprature"),
    ("/v1/completions", {"model": "gpt"}, 404, "there is no model gpt, only novelas-es"),
    ("/v1/completions", [1], 400, "must be a JSON object"),
    ("/v1/completions", b"{", 400, "the body is not JSON"),
    ("/v1/completions", b"[" * 100_000, 400, "the body is not JSON"),
    ("/v1/completions", b"\xff\xfe", 400, "the body is not JSON"),
    ("/v1/completions", b" " * 1_100_000, 413, "1100000 bytes, and 1048576 is the most"),
    ("/v1/completions", None, 405, "v1/completions is for POST"),
    ("/v1/chat/completions", {"messages": []}, 404, "there is nothing at /v1/chat/completions"),
    ("/", None, 404, "there is nothing at /"),
    ("/score", {"text": "a"}, 400, "too short"),
    ("/score", {}, 400, "too short"),
    ("/score", {"text": "aЖ"}, 400, "does not know the character 'Ж'"),
    ("/score", {"text": "ab", "words": 1}, 400, "there is no parameter words"),
]


@pytest.mark.parametrize(("path", "body", "status", "why"), REFUSED)
def test_refusals(server: Api, path: str, body: Any, status: int, why: str) -> None:
    found, answer = requested(server, path, body)
    assert found == status, answer
    assert why in answer["error"]["message"]
    assert "\n" not in answer["error"]["message"]
    assert answer["error"]["type"] == "invalid_request_error"


def test_a_page_of_the_web_cannot_send_it_anything(server: Api) -> None:
    body = json.dumps({"prompt": "La"}).encode()
    assert requested(server, "/v1/completions", body, **{"Content-Type": "text/plain"})[0] == 415
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=PATIENCE)
    connection.request("OPTIONS", "/v1/completions")
    response = connection.getresponse()
    assert (response.status, response.headers["Allow"]) == (405, "GET, POST")
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=PATIENCE)
    connection.request("GET", "/v1/models", headers={"Host": "example.org"})
    assert connection.getresponse().status == 421


def test_who_sends_slowly_keeps_no_place(server: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ApiRequest, "timeout", 1)
    head = f"POST /score HTTP/1.1\r\nHost: 127.0.0.1:{server.server_port}\r\nContent-Type: application/json\r\n"
    with socket.create_connection(server.server_address, timeout=PATIENCE) as line:
        line.sendall(f"{head}Content-Length: 1000\r\n\r\n".encode())
        line.settimeout(0.1)
        response = b""
        while not response:
            line.sendall(b" ")
            with suppress(TimeoutError):
                response = line.recv(10_000)
        line.settimeout(PATIENCE)  # head and body may come in pieces; the line ends after them
        response += b"".join(iter(lambda: line.recv(10_000), b""))
    assert response.startswith(b"HTTP/1.1 408 ")
    assert b"of 1000 bytes only " in response


@pytest.mark.parametrize(("length", "refused"), [("9" * 5000, 413), ("2\r\nContent-Length: 1", 411), ("-1", 411)])
def test_lengths_that_are_none(server: Api, length: str, refused: int) -> None:
    with socket.create_connection(server.server_address, timeout=PATIENCE) as line:
        head = f"POST /score HTTP/1.1\r\nHost: 127.0.0.1:{server.server_port}\r\nContent-Type: application/json"
        line.sendall(f"{head}\r\nContent-Length: {length}\r\n\r\n{{}}".encode())
        response = b"".join(iter(lambda: line.recv(10_000), b""))
    assert response.startswith(f"HTTP/1.1 {refused} ".encode())
    assert len(response) < 1000


def test_a_secret(writer: Writer) -> None:
    with serving(writer, secret="hush") as server:
        assert requested(server, "/v1/models")[0] == 404
        assert requested(server, "/hush/v1/models")[0] == 200
        assert server.base.endswith("/hush/v1")


def test_it_ends_after_so_many_seconds(writer: Writer) -> None:
    with serving(writer, Limits(tokens=10**6, seconds=0.2)) as server:
        (choice,) = completed(server, max_tokens=10**6)["choices"]
    assert 0 < len(choice["text"]) < 10**6
    assert choice["finish_reason"] == "length"


def test_a_score_that_takes_too_long_is_refused(writer: Writer) -> None:
    with serving(writer, Limits(seconds=0.0)) as server:
        status, answer = requested(server, "/score", {"text": PROMPT})
    assert (status, answer["error"]["message"]) == (
        503,
        "it takes longer than 0 seconds; send a shorter text, or fewer",
    )


def test_nobody_scores_on_for_a_client_that_has_gone(writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    read, gone = list[int](), threading.Event()
    in_windows = surprise.in_windows

    def counted(*given: Any) -> Iterator[np.ndarray]:
        for number, nats in enumerate(in_windows(*given)):
            read.append(number)
            assert gone.wait(PATIENCE)
            yield nats

    monkeypatch.setattr(surprise, "in_windows", counted)
    with serving(writer) as server:
        body = json.dumps({"text": PROMPT * 500}).encode()  # 74 windows
        with socket.create_connection(server.server_address) as line:
            head = f"POST /score HTTP/1.1\r\nHost: 127.0.0.1:{server.server_port}\r\n"
            head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            line.sendall(head.encode() + body)
            until(lambda: bool(read))
        gone.set()
        until(lambda: not server._open)
    assert read == [0]


def test_who_finds_no_place_is_told_so(writer: Writer) -> None:
    with serving(writer, Limits(clients=1)) as server, socket.create_connection(server.server_address):
        until(lambda: len(server._open) == 1)
        with socket.create_connection(server.server_address, timeout=PATIENCE) as silent:
            assert silent.recv(100).startswith(b"HTTP/1.1 429 ")  # it could not keep a thread by saying nothing
        status, answer = requested(server, "/v1/completions", {"prompt": PROMPT})
        assert (status, answer["error"]["message"]) == (
            429,
            "there is no place for one more client (1 is the most); try again",
        )


def test_a_damaged_machine(writer: Writer) -> None:
    weights = {name: array * np.float32(1e30) for name, array in writer.weights.items()}
    damaged = Writer.of_weights(writer.config, writer.tokenizer, weights)
    with serving(damaged) as server:
        status, answer = requested(server, "/v1/completions", {"prompt": PROMPT})
        assert (status, answer["error"]["type"]) == (500, "server_error")
        assert "is damaged" in answer["error"]["message"]


CLIENTS = 64


def test_many_clients_at_once_a_third_of_whom_cut_the_line(server: Api, writer: Writer) -> None:
    expected = {
        seed: writer.generate(PROMPT, length=12, seed=seed).removeprefix(PROMPT)
        for seed in range(CLIENTS)
        if seed % 3
    }
    found: dict[int, str] = {}
    all_there = threading.Barrier(CLIENTS)

    def cut(seed: int) -> None:
        body = json.dumps({"prompt": PROMPT, "max_tokens": 4000, "seed": seed, "stream": seed % 2 == 0}).encode()
        head = f"POST /v1/completions HTTP/1.1\r\nHost: 127.0.0.1:{server.server_port}\r\n"
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        with socket.create_connection(server.server_address) as line:
            line.sendall(
                head.encode() + body[: len(body) - (seed % 4 == 1)]
            )  # of some, not even all of the request
            if seed % 2 == 0:
                line.recv(1000)

    def ask(seed: int) -> None:
        all_there.wait(PATIENCE)
        if seed % 3 == 0:
            cut(seed)
        elif seed % 2 == 0:
            parts = events(server, max_tokens=12, seed=seed)
            found[seed] = "".join(part["choices"][0]["text"] for part in parts)
        else:
            found[seed] = completed(server, max_tokens=12, seed=seed)["choices"][0]["text"]

    threads = [threading.Thread(target=ask, args=[seed]) for seed in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == expected
    until(lambda: not server._open)  # nobody writes on for those who have gone: 4,000 tokens would last long


def test_a_clean_stop(writer: Writer) -> None:
    answers: list[Any] = []
    with serving(writer, Limits(tokens=10**6)) as server:
        asking = threading.Thread(target=lambda: answers.append(completed(server, max_tokens=10**6)))
        asking.start()
        until(lambda: len(server._open) == 1)
    asking.join()
    assert answers[0]["choices"][0]["finish_reason"] == "length"  # what there was until then
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(server.server_address)


def test_a_stop_waits_for_nobody_who_has_not_asked_yet(writer: Writer) -> None:
    with serving(writer) as server:
        idle = [socket.create_connection(server.server_address, timeout=PATIENCE) for _ in range(3)]
        idle[1].sendall(b"POST /score HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-")
        idle[2].sendall(f"POST /score HTTP/1.1\r\nHost: 127.0.0.1:{server.server_port}\r\n".encode())
        idle[2].sendall(b"Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
        until(lambda: len(server._open) == 3)
    assert not server._open  # before `PATIENCE` of the server was over
    for line in idle:
        with line:
            line.recv(10_000)  # what there is to say of half a request, and then the end: not for ever


def test_a_public_client_library(server: Api, writer: Writer) -> None:
    openai = pytest.importorskip("openai")
    with openai.OpenAI(base_url=server.base, api_key="none is needed", max_retries=0) as client:
        assert [model.id for model in client.models.list()] == [MACHINE]
        asked = {"model": MACHINE, "prompt": PROMPT, "max_tokens": 25, "seed": 4, "temperature": 0.8}
        ours = writer.generate(PROMPT, length=25, seed=4).removeprefix(PROMPT)
        whole = client.completions.create(**asked)
        assert (whole.choices[0].text, whole.usage.completion_tokens) == (ours, 25)
        stream = client.completions.create(**asked, stream=True)
        assert "".join(part.choices[0].text for part in stream) == ours
        with pytest.raises(openai.BadRequestError, match="does not know the character"):
            client.completions.create(model=MACHINE, prompt="Ж")
        with pytest.raises(openai.NotFoundError, match="there is no model gpt"):
            client.completions.create(model="gpt", prompt="La")
