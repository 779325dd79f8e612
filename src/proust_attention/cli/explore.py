"""`proust explore`: the machine, alive in the browser."""

import os
import secrets
import sys
import threading
import webbrowser
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from proust_attention.cli.given import MACHINE
from proust_attention.errors import InputError, MissingExtraError


def explore(
    machine: Annotated[
        Path | None,
        typer.Argument(help=f"{MACHINE} It may still train.", show_default="the one of your browser's language"),
    ] = None,
    port: Annotated[int | None, typer.Option(help="Serve the page at this port. [any that is free]")] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only say where the page is.")] = False,
    export: Annotated[
        Path | None, typer.Option(help="Write the page into this new folder, for any web server, and end.")
    ] = None,
    with_text: Annotated[
        bool,
        typer.Option(
            "--with-text",
            help="Export the text that it learned, too, so that the page can shade what is quoted. [only served]",
        ),
    ] = False,
    address: Annotated[
        str | None,
        typer.Option(
            help="With --export: where the folder will lie. A link to it then shows a picture.",
            metavar="URL",
        ),
    ] = None,
) -> None:
    """Open a page on which a machine can be seen at work, number by number.

    Only this computer can reach the page; one of your own machines has a secret in its address. Ctrl-C ends it.
    """
    from proust_attention.explorer import Server, quoting, site

    if with_text and export is None:
        raise InputError("--with-text is for --export: the page that is served has the text where it is found")
    if export is not None:
        if port is not None or no_browser:
            raise InputError("--export writes the page and serves nothing: leave out --port and --no-browser")
        pages = site.build(machine, live=False)
        pages = quoting.with_text(pages, machine) if with_text else pages
        site.write(site.at(pages, address) if address else pages, export)
        print(f"written to {export}, for any web server; opened as a file it does not run")
        return
    if address is not None:
        raise InputError("--address is that of an export: give --export as well")
    secret = secrets.token_urlsafe(16) if machine and site.is_private(machine) else ""
    pages = site.build(machine)
    with suppress(InputError, MissingExtraError):  # then there is one shade less
        pages = quoting.with_text(pages, machine)
    with Server(pages, port or 0, secret) as server:
        print(f"the explorer is at {server.address} (Ctrl-C ends it)", flush=True)
        if not no_browser and _can_show_a_page():
            # some browsers keep whoever calls them waiting, and the page waits for the server
            threading.Thread(target=webbrowser.open, args=[server.address], daemon=True).start()
        server.serve_forever()


def _can_show_a_page() -> bool:
    """Return whether there is a browser with windows: one in the terminal would take it over, and show nothing."""
    return sys.platform in ("win32", "darwin") or any(
        map(os.environ.get, ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY"))
    )
