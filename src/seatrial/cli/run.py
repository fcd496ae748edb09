"""`seatrial run`: start a server with reviewed bytes, or not at all."""

from pathlib import Path

import click


@click.command(context_settings={"ignore_unknown_options": True})
@click.option(
    "--record",
    "records",
    required=True,
    multiple=True,
    type=click.Path(path_type=Path),
    help="`record.sigstore.json`. Several reviewers: several times.",
)
@click.option("--trust", type=click.Path(path_type=Path), help="Whom to believe, `trust.toml`; else your own key.")
@click.option("--model", type=click.Path(path_type=Path), help="The model, when the command does not say it plainly.")
@click.argument("command", nargs=-1, type=click.UNPROCESSED)
def run(records: tuple[Path, ...], trust: Path | None, model: Path | None, command: tuple[str, ...]) -> int:
    """Verify the model that COMMAND serves, and become COMMAND: seatrial run --record R -- vllm serve ./model

    The model is taken from vLLM's, SGLang's and llama.cpp's own options. Ends with 1 or 3 when it may not run;
    otherwise with whatever COMMAND ends with. Keep the files where only this user can write: they could be changed
    between the verification and the moment the server reads them.
    """
    from seatrial.app.run_model import become, executable_of, model_of
    from seatrial.app.verify import as_line
    from seatrial.gate.admit import check

    executable = executable_of(command)
    admission = check(model or model_of(command), record=records, trust=trust)
    if admission.result.exit_code:
        click.echo(f"seatrial run: {as_line(admission)}", err=True)
        return admission.result.exit_code
    become(executable, command)
    return 70


COMMAND = run
