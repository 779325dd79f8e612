"""A folder with a machine as ONNX, and what writes with it in Python and in JavaScript.

model.onnx                       the graph, with its weights (onnx_graph.py says what goes in and out)
config.json  tokenizer.json      as in a run: the sizes, and what the ids stand for
corpus.json                      what the text was
write.py  write.mjs              the examples (remote/): onnxruntime, and onnxruntime-web in Node or a browser
README.md                        the model card
"""

from pathlib import Path

from proust_attention import files
from proust_attention.errors import needs_extra
from proust_attention.sharing.card import Form, card
from proust_attention.sharing.hub import REMOTE
from proust_attention.sharing.known import Known

WEIGHTS = "model.onnx"
EXAMPLES = ("write.py", "write.mjs")

FORM = Form(
    "onnx",
    """```
pip install numpy onnxruntime && python write.py {word} 200
npm install onnxruntime-web && node write.mjs {word} 200
```

model.onnx takes `input_ids` (N, T) and the keys and values of the tokens before, `past_keys` and `past_values`
(layers, N, heads, P, width of a head), of which P is 0 at the beginning; it returns the `logits` (N, T, V) behind
each of the T, and the `keys` and `values` to be handed in with the next. write.py and write.mjs are short.""",
    "config.json",
    WEIGHTS,
)


def write(machine: Known, folder: str | Path) -> None:
    """Write the folder, whole or not at all. Raises InputError if it is taken, SaveError, MissingExtraError."""
    with needs_extra("onnx"):
        from proust_attention.sharing.onnx_graph import model_of
    model = machine.run.config.model
    about = {
        "name": machine.name,
        "rights of the text": machine.rights,
        "sha256 of the text": machine.hash_of_text,
    }
    weights = model_of(model, machine.run.weights(), about).SerializeToString()
    with files.new_folder(Path(folder)) as new:
        files.write_bytes(new / WEIGHTS, weights)
        files.write_json(new / "corpus.json", machine.corpus)
        for part in ("config.json", "tokenizer.json"):
            files.write_bytes(new / part, files.read_bytes(machine.run.path / part))
        for name in EXAMPLES:
            files.write_bytes(new / name, files.read_bytes(REMOTE / name))
        files.write_bytes(new / "README.md", card(machine, FORM, weights).encode())
