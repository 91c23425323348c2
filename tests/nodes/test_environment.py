"""The environment of our JVMs: nothing in it changes what they do or say behind our back."""

from __future__ import annotations

import pytest

from kafkalab.nodes.environment import for_java


@pytest.mark.parametrize("name", ["JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH"])
def test_what_would_disturb_java_is_left_out(monkeypatch, name):
    monkeypatch.setenv(name, "-Dx=y")
    assert name not in for_java()


def test_all_else_is_kept(monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "x")
    monkeypatch.setenv("LC_ALL", "es_ES.UTF-8")
    assert {"HTTPS_PROXY": "x", "LC_ALL": "es_ES.UTF-8", "MALLOC_ARENA_MAX": "1"}.items() <= for_java().items()


@pytest.mark.parametrize("name", ["C", "POSIX"])
def test_folders_with_accents_can_be_opened_in_the_c_locale(monkeypatch, name):
    monkeypatch.setenv("LC_ALL", name)
    assert for_java()["LC_ALL"] == "C.UTF-8"
