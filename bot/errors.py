"""The exceptions of Rendezvous.

::

    RendezvousError
    ├── ConfigError      the configuration cannot be used; carries every fault found
    ├── ChannelError     a platform cannot be reached or refuses us
    └── StoreError       the database cannot be opened, read or written

``index`` and ``knowledge`` have their own roots; the command line tells all of them in one line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class RendezvousError(Exception):
    """Anything that a person can mend; its text is one clear sentence."""


class ConfigError(RendezvousError):
    """The configuration is at fault. ``faults`` has one finished sentence for each fault."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


class ChannelError(RendezvousError):
    """A platform refused us or could not be reached."""


class StoreError(RendezvousError):
    """The database cannot be opened, read or written."""
