"""Where things are kept: the home (clusters, state, scores) and the cache (jars, AOT caches). It creates nothing."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs


def home() -> Path:
    """The folder of clusters, state and scores: KAFKALAB_HOME, else the user's data folder."""
    chosen = os.environ.get("KAFKALAB_HOME")
    return (
        Path(chosen).expanduser().absolute()
        if chosen
        else Path(platformdirs.user_data_dir("kafkalab", appauthor=False))
    )


def cache() -> Path:
    """The folder of jars and AOT caches: KAFKALAB_CACHE, else the user's cache folder."""
    chosen = os.environ.get("KAFKALAB_CACHE")
    return (
        Path(chosen).expanduser().absolute()
        if chosen
        else Path(platformdirs.user_cache_dir("kafkalab", appauthor=False))
    )


def cluster_dir(name: str) -> Path:
    """The folder of the cluster called `name`: its state file, its nodes' settings, logs and data."""
    return home() / "clusters" / name
