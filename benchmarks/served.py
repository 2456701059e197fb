"""The settings of the server that is measured: those of the product, with one address more, that of an empty page."""

from __future__ import annotations

from preau.config.settings import *  # noqa: F403 - the product's own, all of them

ROOT_URLCONF = "benchmarks.addresses"
