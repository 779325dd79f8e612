"""`proust report`: one page about a run."""

from pathlib import Path
from typing import Annotated

import typer

from proust_attention.cli.terminal import Printer
from proust_attention.cli.working import working


def report(
    run: Annotated[Path, typer.Argument(help="A run folder; it may still be training.")],
    out: Annotated[Path | None, typer.Option(help="The page. [report.html in the run folder]")] = None,
) -> None:
    """Report on a run, on one page: curves, samples, yardsticks, settings, and what the curves say."""
    with working("opening the run"):
        from proust_attention.files import write_bytes
        from proust_attention.reports.page import require_writable
        from proust_attention.reports.report import report as report_on

    page = out or run / "report.html"
    if run.is_dir() or out:
        require_writable(page)
    with working("measuring what far simpler methods make of the same text"):
        made = report_on(run)
    write_bytes(page, made.html.encode())
    console = Printer()
    for finding in made.findings:
        console.print(finding.says, soft_wrap=True)
        console.print(f"    {finding.evidence}", soft_wrap=True)
        if finding.doubt:
            console.print(f"    {finding.doubt}", soft_wrap=True)
    console.print(f"written to {page}", soft_wrap=True)
