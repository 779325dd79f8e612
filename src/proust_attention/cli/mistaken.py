"""What is said of an option that does not exist, with the one that may be meant."""

import sys
from typing import Any

from proust_attention.config import SETTING_OF
from proust_attention.files import quoted

OF_TEXTS = ("prompt", "text")  # arguments that are any text, and may begin with a dash


def in_a_line(error: Any) -> str:
    """Return what Typer's refusal says, and what may have been meant, where something is known."""
    said = error.format_message().rstrip(".")
    option, context = getattr(error, "option_name", ""), getattr(error, "ctx", None)
    if context is None or not option or not hasattr(error, "possibilities"):
        return said
    if better := _setting(option, context):
        return f"No such option: {option}; did you mean {better}?"
    takes_a_text = any(parameter.name in OF_TEXTS for parameter in context.command.params)
    if takes_a_text and (not option.startswith("--") or " " in option):
        text = quoted(next((given for given in sys.argv if given.startswith(option)), option))
        how = f"{context.command_path} -- {text}"
        return f"No such option: {option}; a text that begins with a dash comes last, after --, as in {how}"
    return said


def _setting(option: str, context: Any) -> str:
    """Return how the command at hand sets what somebody calls so; nothing, where it sets nothing of the kind."""
    setting = SETTING_OF.get(option.lstrip("-").replace("-", "_").lower(), "")
    options = [name for parameter in context.command.params for name in parameter.opts]
    own = "--" + setting.partition(".")[2].replace("_", "-")
    if own in options:
        return own
    return f"--set {setting}=..." if setting and "--set" in options else ""
