"""The small server: what it hands out, how, and what it refuses."""

import gzip
import importlib
import inspect
import json
import re
import shutil
import socket
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from proust_attention.checkpoint import RunFolder, machines
from proust_attention.checkpoint.machines import open_machine
from proust_attention.checkpoint.run_folder import WRITING_PARTS
from proust_attention.config import build
from proust_attention.data import DEFAULT_MACHINE, EMBEDDED_NAME, machine_folders
from proust_attention.errors import InputError
from proust_attention.explorer import Server, site
from proust_attention.explorer.modules import imported
from proust_attention.explorer.site import STATIC
from tests.explorer.browsing import serving
from tests.explorer.machines import SMALL, make_machine, random_weights


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A machine's folder, with what is nobody's business beside it."""
    config = build(7, "article", [{"model": SMALL}])
    make_machine(tmp_path / "run", config, random_weights(config))
    (tmp_path / "run" / "tokens.npy").write_bytes(b"the text")
    (tmp_path / "secret.json").write_text("{}", encoding="utf-8")
    return tmp_path / "run"


def requested(
    server: Server, path: str, method: str = "GET", host: str | None = None, reads: str | None = None
) -> tuple[HTTPResponse, bytes]:
    """Request a path just as it stands; `reads`: the encodings that the client says it reads."""
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", f"127.0.0.1:{server.server_port}" if host is None else host)
    if reads is not None:
        connection.putheader("Accept-Encoding", reads)
    connection.endheaders()
    response = connection.getresponse()
    content = response.read()
    connection.close()
    return response, content


def test_what_it_hands_out(machine: Path) -> None:
    made = (".css", ".ts", ".html")  # made: one sheet of all, the page with its modules; types are for tsc alone
    lies = {path.relative_to(STATIC).as_posix(): path for path in STATIC.rglob("*.*") if path.suffix not in made}
    for folder in (machine, *machine_folders()):
        lies |= {f"machines/{folder.name}/{part}": folder / part for part in WRITING_PARTS}
    with serving(machine) as server:
        for name, path in lies.items():
            response, content = requested(server, f"/{name}")
            assert (response.status, content) == (200, path.read_bytes()), name
            head, nothing = requested(server, f"/{name}", "HEAD")
            assert (head.status, nothing) == (200, b"")
            assert head.headers["Content-Length"] == str(len(content))
        made_too = {
            *("style.css", "engine/typography.js", "engine/presets.js", "machines/index.json", "notes.json"),
            *("index.html", f"texts/{EMBEDDED_NAME}", "engines.json"),
        }
        earlier = f"machines/{DEFAULT_MACHINE}/"  # the moments of its training
        snapshots = {
            f"{earlier}snapshots/{path.name}" for path in open_machine(DEFAULT_MACHINE).snapshots().values()
        }
        of_a_run = {"machines/run/moments.json", "machines/run/snapshots/"}  # it may yet have some
        made_too |= {f"{earlier}moments.json", *of_a_run, *snapshots}
        assert {address.removeprefix("/") for address in server.table} == lies.keys() | made_too
        style = requested(server, "/style.css")[1]
        assert all(path.read_bytes() in style for path in STATIC.rglob("*.css"))
        assert requested(server, "/")[1] == requested(server, "/index.html")[1]
        for name, kind in TYPES_OF.items():
            assert requested(server, name)[0].headers["Content-Type"] == kind


@pytest.mark.parametrize("path", ["/", "/style.css", "/engine/kernel.js", "/notes.json", "/icon.svg"])
@pytest.mark.parametrize(
    ("reads", "is_packed"),
    [
        *((words, True) for words in ("gzip", "gzip, deflate, br, zstd", "br;q=1, gzip;q=0.5", "x-gzip")),
        *((words, False) for words in ("", "br", "gzip;q=0", "gzip ; q=0.000, br", "zip")),
    ],
)
def test_text_is_compressed_for_whoever_reads_gzip(path: str, reads: str, is_packed: bool) -> None:
    with serving() as server:
        plain = requested(server, path)[1]
        response, content = requested(server, path, reads=reads)
        head, _ = requested(server, path, "HEAD", reads=reads)
    assert response.headers["Vary"] == "Accept-Encoding"
    assert response.headers["Content-Encoding"] == ("gzip" if is_packed else None)
    assert head.headers["Content-Length"] == str(len(content))
    assert (gzip.decompress(content) if is_packed else content) == plain
    assert not is_packed or len(content) < len(plain)


def test_weights_come_as_they_are() -> None:
    path = "/machines/recherche-fr/model.safetensors"
    with serving() as server:
        response, content = requested(server, path, reads="gzip")
        assert content == requested(server, path)[1]
    assert response.headers["Content-Encoding"] is response.headers["Vary"] is None


TYPES_OF = {
    "/": "text/html; charset=utf-8",
    "/style.css": "text/css; charset=utf-8",
    "/icon.svg": "image/svg+xml",
    "/engine/worker.js?v=1": "text/javascript; charset=utf-8",
    "/notes.json": "application/json",
    "/machines/run/config.json": "application/json",
    "/machines/run/model.safetensors": "application/octet-stream",
}


def test_the_page_names_its_modules() -> None:
    with serving() as server:
        page = requested(server, "/")[1].decode()
        named = re.findall(r'<link rel="modulepreload" href="(.*)">', page)
        assert len(named) == len(set(named)) > 50
        assert all(requested(server, f"/{path}")[0].status == 200 for path in named)
    scripts = {path.relative_to(STATIC).as_posix() for path in STATIC.glob("page/**/*.js")}
    main = (STATIC / "page/main.js").read_text(encoding="utf-8")
    late = {f"page/{panel}" for panel in re.findall(r'await import\("\./(.*)"\)', main)}  # below the first screen
    late.add("page/learn/workshop.js")  # comes when a machine is to learn
    assert len(late) > 5
    assert scripts <= {"page/main.js", *named, *late, *(one for path in late for one in imported(STATIC, path))}
    assert not {"page/main.js", *late}.intersection(named)
    assert page.replace("\n".join(f'  <link rel="modulepreload" href="{path}">' for path in named), "") == re.sub(
        "  <!-- the modules .*-->", "", (STATIC / "index.html").read_text(encoding="utf-8")
    )


def listed(opened: str | Path) -> dict[str, object]:
    with serving(opened) as server:
        return json.loads(requested(server, "/machines/index.json")[1])


def test_the_machines_that_there_are(machine: Path) -> None:
    in_the_box: list[dict[str, object]] = [
        {"name": one.name, "title": one.title, "language": one.language} for one in machines.bundled()
    ]
    in_the_box[0] |= {"moments": [*open_machine(DEFAULT_MACHINE).snapshots(), 24_000], "at": 24_000}
    assert [one["language"] for one in in_the_box] == ["fr", "es"]
    assert listed("novelas-es") == {"machines": in_the_box, "opened": "novelas-es"}
    of_the_reader = {"name": "run", "title": "run", "language": ""}
    assert listed(machine) == {"machines": [*in_the_box, of_the_reader], "opened": "run"}
    assert json.loads(site.content(site.build()["machines/index.json"])) == {
        "machines": in_the_box,
        "opened": "recherche-fr",
        "by_language": True,  # nobody has named one
    }
    by_its_folder = next(folder for folder in machine_folders() if folder.name == "novelas-es")
    assert listed(by_its_folder) == listed("novelas-es")


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("recherche-fr", "recherche-fr-2"),
        ("Novelas-ES", "Novelas-ES-2"),
        ("à 50%?#.js", "50-js"),
        ("プルースト", "run"),
        ("index.json", "index-json"),
        ("<b>&amp;\"'", "b-amp"),
    ],
)
def test_the_name_of_a_run(machine: Path, folder: str, name: str) -> None:
    run = machine.rename(machine.parent / folder)
    table = listed(run)
    assert table["opened"] == name
    assert table["machines"][-1] == {"name": name, "title": folder, "language": ""}
    with serving(run) as server:
        weights = requested(server, f"/machines/{name}/model.safetensors")[1]
    assert weights == (run / "model.safetensors").read_bytes()


def test_the_weights_of_that_moment(machine: Path) -> None:
    with serving(machine) as server:
        run = RunFolder.open(machine, WRITING_PARTS)
        run.save_weights({name: array + 1 for name, array in run.weights().items()})
        _, weights = requested(server, "/machines/run/model.safetensors")
    assert weights == (machine / "model.safetensors").read_bytes()


def test_the_notes_are_the_docstrings() -> None:
    with serving() as server:
        notes = json.loads(requested(server, "/notes.json")[1])
    concepts = {"embedding", "positions", "layer_norm", "attention", "qk_norm", "feed_forward", "block"}
    assert set(notes) == concepts | {"transformer", "cross_entropy", "sampling"}
    for name, note in notes.items():
        module = importlib.import_module(
            f"proust_attention.{note['module'].removesuffix('.py').replace('/', '.')}"
        )
        assert note["module"].endswith("sampling/rules.py" if name == "sampling" else f"/{name}.py")
        assert note["en"] == inspect.cleandoc(module.__doc__ or "")
        assert len(note["en"]) > 300


@pytest.mark.parametrize("path", ["/engine/worker.js", "/nothing", "/machines/run/model.safetensors"])
def test_headers(machine: Path, path: str) -> None:
    with serving(machine) as server:
        headers = requested(server, path)[0].headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self'; ")
    assert (
        "; script-src 'self' 'wasm-unsafe-eval'; " in policy
    )  # nothing inline, nothing evaluated but WebAssembly
    assert policy.count("unsafe") == 1
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Server"].strip() == "proust"


ESCAPES = [
    "/../server.py",
    "/engine/../../server.py",
    "/%2e%2e/server.py",
    "/%2e%2e%2fserver.py",
    "/..%5cserver.py",
    "/machines/run/../secret.json",
    "/machines/../machines/run/config.json",
    "/machines/run/%2e%2e/secret.json",
    "/machines/run/tokens.npy",
    "/machines/run/",
    "/machines",
    "/machines/",
    "/machines/run/index.json",
    "engine/worker.js",
    "/engine/",
    "/engine",
    "//etc/passwd",
    "/etc/passwd",
    "/engine/worker.js%00",
    "/engine/worker.js/",
    "/ENGINE/worker.js",
    "/%ff",
    "*",
    "http://example.org/",
]


@pytest.mark.parametrize("path", ESCAPES)
def test_what_does_not_exist(machine: Path, path: str) -> None:
    with serving(machine) as server:
        response, content = requested(server, path)
    assert (response.status, content) == (404, b"404 Not Found\n")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW"])
def test_other_methods(machine: Path, method: str) -> None:
    with serving(machine) as server:
        response, content = requested(server, "/machines/run/config.json", method)
    assert (response.status, content) == (405, b"405 Method Not Allowed\n")
    assert response.headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("host", ["example.org", "example.org:80", "127.0.0.1.example.org", "", "127.0.0.1:1"])
def test_under_another_name(machine: Path, host: str) -> None:
    with serving(machine) as server:
        assert requested(server, "/machines/run/config.json", host=host)[0].status == 421
        assert (
            requested(server, "/machines/run/config.json", host=f"localhost:{server.server_port}")[0].status == 200
        )


def test_on_this_computer_only() -> None:
    with serving() as server:
        assert server.server_address[0] == "127.0.0.1"
        assert server.address == f"http://127.0.0.1:{server.server_port}/"
        assert requested(server, "/machines/run/config.json")[0].status == 404


def test_what_is_no_http(machine: Path) -> None:
    with serving(machine) as server:
        for words in (b"hello\r\n\r\n", b"GET " + b"/" * 70_000 + b" HTTP/1.1\r\n\r\n", b"\r\n", b""):
            with socket.create_connection(("127.0.0.1", server.server_port), timeout=10) as connection:
                connection.sendall(words)
        assert requested(server, "/machines/run/config.json")[0].status == 200


def test_a_file_that_went_away(machine: Path) -> None:
    with serving(machine) as server:
        (machine / "config.json").unlink()
        assert requested(server, "/machines/run/config.json")[0].status == 404


def test_a_state_that_went_away(trained: Path, tmp_path: Path) -> None:
    run = Path(shutil.copytree(trained, tmp_path / "run"))
    with serving(f"{run}@last") as server:
        assert requested(server, "/machines/run-last/model.safetensors")[0].status == 200
        (run / "state" / "state.safetensors").unlink()
        assert requested(server, "/machines/run-last/model.safetensors")[0].status == 404


def test_what_cannot_be_served(machine: Path) -> None:
    with serving() as server, pytest.raises(InputError, match=f"^cannot serve at port {server.server_port}: "):
        Server({}, server.server_port)
    with pytest.raises(InputError, match="^cannot serve at port 70000: "):
        Server({}, 70_000)
    (machine / "model.safetensors").write_bytes((machine / "model.safetensors").read_bytes()[:-1])
    with pytest.raises(InputError, match=r"run/model\.safetensors is damaged"):
        site.build(machine)
    (machine / "tokenizer.json").unlink()
    with pytest.raises(InputError, match=r"run is not a whole run: tokenizer\.json is missing$"):
        site.build(machine)
    with pytest.raises(InputError, match=r"^there is no run folder nobody, and no machine of that name"):
        site.build("nobody")
