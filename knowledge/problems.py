"""What is wrong with an input. Readers report problems; they do not raise them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of an input, told so that its author can mend it.

    ``where`` is ``file``, ``file:line`` or a config key; ``what`` says what is wrong; ``mend`` says
    what to do. An ``error`` means that something could not be used, a ``warning`` that it was used
    with care.
    """

    where: str
    what: str
    mend: str = ""
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        told = f"{self.where}: {self.severity}: {self.what}"
        return f"{told} {self.mend}" if self.mend else told
