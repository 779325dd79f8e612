"""The service over HTTP, on the explorer's server: this computer only, and under its own name.

    GET  /v1/models         what there is
    POST /v1/completions    the common API's completions, whole or with "stream": true as server-sent events
    POST /score             {"text": ...}: how surprising each token of a text is

Every connection is one request and one thread: so clients are counted as connections, and the memory that they
take is bounded. Who comes when all places are taken is told so at once (429), unread. Nobody keeps a place by
sending slowly: a request has `timeout` seconds to arrive. A client that has gone is noticed at the next token, and
its text ends there; so do all texts when the server stops, and it waits for no request that is still to come. Only
JSON that calls itself so is read: a page of the web cannot send that here without asking first, and is not allowed
to.
"""

import json
import socket
import threading
import time
import uuid
from contextlib import suppress
from http import HTTPStatus
from itertools import chain
from typing import Any

from proust_attention.errors import ProustError
from proust_attention.explorer.server import Request, Server
from proust_attention.serving.asked import Asked, RefusedError
from proust_attention.serving.service import Service

LARGEST = 1 << 20  # bytes of a request
TOO_LARGE = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
JSON, EVENTS = "application/json", "text/event-stream; charset=utf-8"
ADDRESSES = {"v1/models": "GET", "v1/completions": "POST", "score": "POST"}
REST = 1.0  # seconds that the rest of a refused request may take
PATIENCE = 5.0  # seconds that what is being computed has to end when the server is told to stop


class Api(Server):
    """Serves a machine. Call `serve_forever`; `server_close` ends what is being written."""

    def __init__(self, service: Service, port: int = 0, secret: str = "") -> None:
        """Take a port (0: any that is free). Raises InputError if it is taken, or there is none of that number."""
        self.service = service
        self.stopping = threading.Event()
        self._places = threading.BoundedSemaphore(service.limits.clients)
        self._ended = threading.Condition()
        self._open = set[socket.socket]()
        super().__init__({}, port, secret, ApiRequest)  # where it gets no port, it closes what is made by now

    @property
    def base(self) -> str:
        """What clients of the API call the base URL."""
        return f"{self.address}v1"

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve a connection, if there is a place for one more."""
        if not self._places.acquire(blocking=False):
            with suppress(OSError):
                FullRequest(request, client_address, self)
            self.shutdown_request(request)
            return
        with self._ended:
            self._open.add(request)
            if self.stopping.is_set():
                read_no_more(request)
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()
            with self._ended:
                self._open.remove(request)
                self._ended.notify_all()

    def server_close(self) -> None:
        """Let the texts in progress end where they are, and close the port."""
        super().server_close()
        with self._ended:
            self.stopping.set()
            for connection in self._open:  # those that wait for a request wait no longer
                read_no_more(connection)
            self._ended.wait_for(lambda: not self._open, PATIENCE)


class ApiRequest(Request):
    """One request, and then the connection ends."""

    server: Api
    methods = "GET, POST"
    body_is_read = False

    def handle(self) -> None:
        """Read the request, as far as it comes in time, and respond."""
        self._deadline = threading.Timer(self.timeout, read_no_more, [self.connection])
        self._deadline.daemon = True
        self._deadline.start()
        try:
            super().handle()
        finally:
            self._deadline.cancel()

    def do_GET(self) -> None:
        """Return what models there are."""
        self._serve()

    def do_POST(self) -> None:
        """Return a completion or a score."""
        self._serve()

    def do_HEAD(self) -> None:
        """Refuse: nobody asks an API for headers alone."""
        self.send_error(HTTPStatus.NOT_IMPLEMENTED)

    def _serve(self) -> None:
        self.close_connection = True
        if not self.is_for_us():
            return
        try:
            address = self.path.partition("?")[0].removeprefix(self.server.root)
            if self.path.startswith(self.server.root) and address in ADDRESSES:
                self._respond(address)
            else:
                raise RefusedError(f"there is nothing at {self.path[:80]}", HTTPStatus.NOT_FOUND)
        except RefusedError as error:
            self._refuse(str(error), error.status)
        except ProustError as error:  # the machine is damaged
            self._refuse(str(error), HTTPStatus.INTERNAL_SERVER_ERROR)

    def _respond(self, address: str) -> None:
        if self.command != ADDRESSES[address]:
            raise RefusedError(f"{address} is for {ADDRESSES[address]}", HTTPStatus.METHOD_NOT_ALLOWED)
        service = self.server.service
        if address == "v1/models":
            self._send(service.models())
            return
        body = self._body()
        if body.get("model") not in (None, service.name):
            raise RefusedError(
                f"there is no model {str(body['model'])[:80]}, only {service.name}", HTTPStatus.NOT_FOUND
            )
        if address == "score":
            self._send(service.score(body, self._goes_on))
            return
        asked = service.asked(body)
        if asked.streams:
            self._stream(asked)
        else:
            self._complete(asked)

    def _body(self) -> dict[str, Any]:
        if self.headers.get_content_type() != JSON:
            raise RefusedError(f"the body must be {JSON}", HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        length = ", ".join(self.headers.get_all("Content-Length", []))  # two of them are none
        if not length.isascii() or not length.isdigit():
            raise RefusedError("the request must say its Content-Length, once", HTTPStatus.LENGTH_REQUIRED)
        if len(length) > len(str(LARGEST)) or int(length) > LARGEST:
            raise RefusedError(f"the request has {length[:20]} bytes, and {LARGEST} is the most", TOO_LARGE)
        content = self.rfile.read(int(length))
        self._deadline.cancel()
        self.body_is_read = True
        if len(content) < int(length):
            raise RefusedError(f"of {length} bytes only {len(content)} came", HTTPStatus.REQUEST_TIMEOUT)
        try:
            body = json.loads(content)
        except (ValueError, RecursionError):
            raise RefusedError("the body is not JSON") from None
        if not isinstance(body, dict):
            raise RefusedError("the body must be a JSON object")
        return body

    def _complete(self, asked: Asked) -> None:
        texts, reasons = [""] * asked.texts, ["length"] * asked.texts
        tokens = 0
        for piece in self.server.service.pieces(asked, self._goes_on):
            texts[piece.number] += piece.text
            tokens += piece.tokens
            reasons[piece.number] = piece.finish_reason or reasons[piece.number]
        choices = [_choice(index, text, reasons[index]) for index, text in enumerate(texts)]
        self._send({**self._head_of_completion(), "choices": choices, "usage": self._usage(asked, tokens)})

    def _stream(self, asked: Asked) -> None:
        pieces = self.server.service.pieces(asked, self._goes_on)
        first = next(pieces)  # what is refused is refused before the headers
        self.head(HTTPStatus.OK, EVENTS, None)
        common, tokens = self._head_of_completion(), 0
        try:
            for piece in chain([first], pieces):
                tokens += piece.tokens
                self._event({**common, "choices": [_choice(piece.number, piece.text, piece.finish_reason)]})
        except ProustError as error:  # now it can only be an event
            self._event(_error(str(error), HTTPStatus.INTERNAL_SERVER_ERROR))
            return
        if asked.usage_in_stream:
            self._event({**common, "choices": [], "usage": self._usage(asked, tokens)})
        self.wfile.write(b"data: [DONE]\n\n")

    def _event(self, value: dict[str, Any]) -> None:
        self.wfile.write(b"data: " + json.dumps(value).encode() + b"\n\n")

    def _goes_on(self) -> bool:
        """Return whether anybody still waits for the text."""
        if self.server.stopping.is_set():
            return False
        self.connection.setblocking(False)
        try:
            return self.connection.recv(1, socket.MSG_PEEK) != b""
        except BlockingIOError:  # it waits
            return True
        except OSError:
            return False
        finally:
            self.connection.settimeout(self.timeout)

    def _head_of_completion(self) -> dict[str, Any]:
        about = {"object": "text_completion", "created": int(time.time()), "model": self.server.service.name}
        return {"id": f"cmpl-{uuid.uuid4().hex}", **about}

    def _usage(self, asked: Asked, tokens: int) -> dict[str, int]:
        tokenizer = self.server.service.writer.tokenizer
        prompt = len(tokenizer.encode(tokenizer.alphabet.as_read(asked.prompt)))
        return {"prompt_tokens": prompt, "completion_tokens": tokens, "total_tokens": prompt + tokens}

    def _send(self, value: dict[str, Any], status: HTTPStatus = HTTPStatus.OK) -> None:
        content = json.dumps(value).encode()
        self.head(status, JSON, len(content))
        self.wfile.write(content)
        if not self.body_is_read:
            self._read_the_rest()

    def _read_the_rest(self) -> None:
        """Read what nobody wants: were it unread when the connection ends, the response would be lost."""
        end = time.monotonic() + REST
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(REST)
            while time.monotonic() < end and self.connection.recv(1 << 16):
                pass

    def _refuse(self, why: str, status: HTTPStatus) -> None:
        self._send(_error(why, status), status)


class FullRequest(ApiRequest):
    """A connection for which there is no place: it is told so, whatever it asks for."""

    def handle(self) -> None:
        """Respond, and read nothing but what has to be read so that the response arrives."""
        self.requestline, self.request_version, self.command = "", self.protocol_version, ""
        self.close_connection = True
        clients = self.server.service.limits.clients
        self._refuse(
            f"there is no place for one more client ({clients} is the most); try again",
            HTTPStatus.TOO_MANY_REQUESTS,
        )


def read_no_more(connection: socket.socket) -> None:
    """Let whoever reads from a connection find its end there; what was to be written still is."""
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RD)


def _error(why: str, status: HTTPStatus) -> dict[str, Any]:
    kind = "invalid_request_error" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "server_error"
    return {"error": {"message": why, "type": kind, "param": None, "code": None}}


def _choice(index: int, text: str, finish_reason: str | None) -> dict[str, Any]:
    return {"index": index, "text": text, "logprobs": None, "finish_reason": finish_reason}
