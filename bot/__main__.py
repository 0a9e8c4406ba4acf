"""``python -m bot`` is ``rendezvous``."""

from __future__ import annotations

from bot.cli import main

if __name__ == "__main__":
    main()
