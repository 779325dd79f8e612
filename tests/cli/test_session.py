"""The session of `proust generate`, in a terminal that is none (a pty)."""

import time
from pathlib import Path
from typing import Any

import pytest

import proust_attention as proust
from tests.terminals import Terminal, terminal


class Conversation(Terminal):
    """A session in a terminal."""

    def said(self, line: str) -> str:
        """Type a line; return what is said to it, up to the next place to type."""
        self.type(line + "\n")
        self.until("\n")
        return self.until("\n> ").removesuffix("\n> ")


def joined(text: str) -> str:
    """A text without its white space: where lines break is another test's concern."""
    return "".join(text.split())


def test_a_session(trained: Path) -> None:
    writer = proust.load(trained)
    flags = "--model", trained, "--length", 300, "--seed", 3
    with terminal(*flags, NO_COLOR="1", kind=Conversation) as session:
        assert "/help says what else there is" in session.until("\n> ")
        assert joined(session.said("La casa")) == joined(writer.generate("La casa", seed=3))
        assert joined(session.said("/again")) == joined(writer.generate("La casa", seed=4))
        for knob in ("temperature 0.5", "top-k 7", "top-p 0.9", "length 20", "penalty 1.2", "seed 11"):
            assert session.said(f"/{knob}") == knob
        chosen: dict[str, Any] = {"temperature": 0.5, "top_k": 7, "top_p": 0.9, "repetition_penalty": 1.2}
        assert joined(session.said("El")) == joined(writer.generate("El", length=20, seed=11, **chosen))
        stands = "temperature 0.5, top-k 7, top-p 0.9, min-p 0.0, penalty 1.2, length 20, seed 12"
        assert session.said("/settings") == stands
        assert session.said("/seed") == "seed 12"
        assert "/temperature 0.8" in session.said("/help")
        assert session.said("/tempature 2") == "there is no command tempature; did you mean temperature?"
        assert session.said("/temperature hot") == "/temperature takes a number, not 'hot'"
        assert session.said("/top-k 1.5") == "/top-k takes a whole number, not '1.5'"
        assert (
            session.said("/temperature -1")
            == "sampling.temperature is -1.0, but it must be at least 0 and at most 1000000.0"
        )
        assert session.said("/seed -1") == "the seed is -1, but it must be at least 0"
        assert session.said("/length -1") == "the length is -1, but it must be at least 0"
        assert session.said("La 語").startswith("the machine does not know the character '語'")
        assert session.said("/settings") == stands  # a refusal changes nothing
        session.type("\x04")
        assert session.rest().endswith("\n")
        assert session.process.returncode == 0
        assert "Traceback" not in session.all


def test_arrow_keys_and_quit_in_a_session(trained: Path) -> None:
    pytest.importorskip("readline")
    with terminal("--model", trained, NO_COLOR="1", kind=Conversation) as session:
        session.until("\n> ")
        assert session.said("/again") == "there is no line yet to go on from; give one"
        assert session.said("/seed 17") == "seed 17"
        assert session.said("\x1b[A") == "seed 17"  # the line before once more
        session.type("/quit\n")
        session.rest()
        assert session.process.returncode == 0


def test_ctrl_c_stops_a_text_and_not_the_session(trained: Path) -> None:
    with terminal("--model", trained, "--length", 100000000, "--engine", "numpy", kind=Conversation) as session:
        session.until("\n> ")
        session.type("La casa\n")
        session.until("casa\x1b[0m")
        time.sleep(0.3)
        session.type("\x03")
        session.until("\n> ")
        session.type("half a line")
        session.until("half a line")
        time.sleep(0.3)
        session.type("\x03")
        session.until("\n> ")
        assert session.said("/length 9") == "length 9"
        assert session.said("El").startswith("\x1b[36mEl")
        session.type("\x04")
        text = session.rest()
        assert session.process.returncode == 0
        assert text.count("\x1b[36m") <= text.count("\x1b[0m")
        assert "Traceback" not in text


def test_a_session_needs_a_terminal_on_both_sides(trained: Path) -> None:
    with terminal("--model", trained, "--json") as shown:
        assert "proust: there is no prompt; give one, or - to read it from standard input" in shown.rest()
        assert shown.process.returncode == 2
