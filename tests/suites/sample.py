"""A new event of which the examples were put to use, as somebody does who only tries Rendezvous out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.wiring.scaffold import create

if TYPE_CHECKING:
    from pathlib import Path


def sample_event(folder: Path) -> Path:
    """Make a new event in the folder, rename its examples and name them in its settings."""
    for path in create(folder):
        if path.suffix == ".example":
            path.rename(path.with_suffix(""))
    settings = folder / "config.yaml"
    text = settings.read_text("utf-8")
    for key in ("meetings", "attendees"):
        text = text.replace(f"  {key}: null", f"  {key}: {key}.csv")
    settings.write_text(text, "utf-8")
    return folder
