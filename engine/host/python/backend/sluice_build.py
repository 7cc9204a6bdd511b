"""Makes the wheel of the Python package: the sources beside it, and the jars of the engine. Nothing but Python's library.

pip calls the functions of PEP 517 and PEP 660; Maven's profile ``dist`` and everyone else run it as a program:

    python3 engine/host/python/backend/sluice_build.py [FOLDER]

The jars are those of SLUICE_HOME, if that is set; of the unpacked package or the source distribution around; or of the
checkout, which Maven builds first where its sources are newer (not with SLUICE_NO_BUILD). The same sources and jars give
the same bytes: entries are sorted, not compressed, and have one time, SOURCE_DATE_EPOCH or that of the project's jars.
"""

import base64
import gzip
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import time
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
TAG = "py3-none-any"
_MAVEN = ["mvn", "-B", "-ntp", "-DskipTests", "-Dspotless.check.skip=true", "package", "-pl", "engine/host", "-am"]
_TIME = 1795392000  # 2026-11-23, as in the jars
_NOT_HERE = "the jars of Sluice are not here"

_METADATA = """\
Metadata-Version: 2.1
Name: sluice
Version: {version}
Summary: A streaming engine for detector waveforms
License: Apache-2.0
Author: The developers of Sluice
Keywords: waveform,digitizer,detector,physics,streaming
Classifier: Intended Audience :: Science/Research
Classifier: Operating System :: POSIX :: Linux
Classifier: Programming Language :: Python :: 3
Classifier: Topic :: Scientific/Engineering :: Physics
Classifier: Typing :: Typed
Requires-Python: >=3.9
Requires-Dist: numpy>=1.25
Provides-Extra: pandas
Requires-Dist: pandas; extra == "pandas"
Provides-Extra: arrow
Requires-Dist: pyarrow>=14; extra == "arrow"
Description-Content-Type: text/markdown

Sluice reads what digitisers write, or takes records while a DAQ takes them, and carries them through plugins: features,
hits, coincidences, peaks, filters. The engine is a JVM inside of the Python process: a JDK 25 (25.0.3 or newer) must be
there, found by `JAVA25_HOME`, `JAVA_HOME`, the path and the usual folders.

    import sluice
    features = sluice.run("raw.npy", "features")
"""


class BuildError(Exception):
    """The package cannot be built here; the message says what to do."""


# -- jars ----------------------------------------------------------------------------------------------------------------


def _checkout():
    """The folder of the checkout around, or None."""
    top = HERE.parent.parent.parent
    return top if (top / "engine/host/pom.xml").is_file() else None


def _own(folder):
    """The engine's own jar in a folder that Maven builds in, without sources and documentation; the newest comes last."""
    found = [j for j in folder.glob("sluice-host-*.jar") if not j.stem.endswith(("-sources", "-javadoc"))]
    return sorted(found, key=lambda jar: jar.stat().st_mtime)


def _is_built(top):
    own = _own(top / "engine/host/target")
    if not own:
        return False
    if os.environ.get("SLUICE_NO_BUILD"):
        return True
    built = own[-1].stat().st_mtime
    for folder in ("kernels", *(f"engine/{part}" for part in ("core", "formats", "session", "host"))):
        files = [top / folder / "pom.xml", *(top / folder / "src/main").rglob("*")]
        if any(each.is_file() and each.stat().st_mtime > built for each in files):
            return False
    return True


def _build(top):
    """Runs Maven, which says itself which JDK it misses."""
    advice = f"in {top} run: mvn -DskipTests package -pl engine/host -am (needs Maven 3.8 and a JDK 25), then install again"
    if os.environ.get("SLUICE_NO_BUILD"):
        raise BuildError(f"{_NOT_HERE}, and SLUICE_NO_BUILD is set; {advice}")
    if not shutil.which("mvn"):
        raise BuildError(f"{_NOT_HERE}, or older than the sources, and Maven (mvn) is missing; install it, or {advice}")
    for old in _own(top / "engine/host/target"):
        old.unlink()
    print("sluice: building the engine with Maven, which takes a minute or two the first time", file=sys.stderr, flush=True)
    done = subprocess.run(_MAVEN, cwd=top, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode != 0:
        errors = [line for line in done.stdout.splitlines() if line.startswith("[ERROR]")] or done.stdout.splitlines()
        raise BuildError("Maven failed:\n" + "\n".join(errors[:12]) + f"\n{advice}")


def jars():
    """The jars of the engine and its libraries, by name."""
    if os.environ.get("SLUICE_HOME"):
        home = Path(os.environ["SLUICE_HOME"])
        found = _libraries(home / "lib") or _of_maven(home / "engine/host/target")
        if not found:
            raise BuildError(f"SLUICE_HOME={home} has no jars of Sluice, neither in lib nor in engine/host/target")
        return found
    for folder in (HERE / "sluice/lib", HERE.parent / "lib"):
        if _libraries(folder):
            return _libraries(folder)
    top = _checkout()
    if top is None:
        raise BuildError(f"{_NOT_HERE}: {HERE} lies in no checkout, no unpacked package and no source distribution")
    if not _is_built(top):
        _build(top)
    return _of_maven(top / "engine/host/target")


def _libraries(folder):
    return sorted(folder.glob("*.jar"), key=lambda jar: jar.name) if list(folder.glob("sluice-host*.jar")) else []


def _of_maven(target):
    """Of one version, if others were built before: libraries of another one are left out."""
    own = _own(target)
    if not own:
        return []
    version = own[-1].stem[len("sluice-host-") :]
    others = [j for j in (target / "lib").glob("*.jar") if not j.name.startswith("sluice-") or j.stem.endswith(f"-{version}")]
    return sorted([own[-1], *others], key=lambda jar: jar.name)


# -- version -------------------------------------------------------------------------------------------------------------


def version(found):
    """The version of the source distribution around, else of the jars, else of the checkout, as Python writes it."""
    if (HERE / "PKG-INFO").is_file():
        return re.search(r"^Version: (\S+)$", (HERE / "PKG-INFO").read_text(), re.MULTILINE).group(1)
    for jar in found:
        if jar.name.startswith("sluice-host"):
            with zipfile.ZipFile(jar) as entries:
                if "META-INF/MANIFEST.MF" not in entries.namelist():
                    continue
                text = entries.read("META-INF/MANIFEST.MF").decode().replace("\r", "").replace("\n ", "")
            named = re.search(r"^Implementation-Version: (\S+)$", text, re.MULTILINE)
            if named:
                return to_python(named.group(1))
    top = _checkout()
    revision = re.search(r"<revision>([^<]+)</revision>", (top / "pom.xml").read_text()) if top else None
    return to_python(revision.group(1) if revision else "0")


def to_python(of_maven):
    """0.1.0 as it is, 0.1.0-SNAPSHOT as 0.1.0.dev0, 0.1.0-any-thing as 0.1.0+any.thing (PEP 440)."""
    numbers = re.match(r"\d+(\.\d+)*", of_maven)
    base, rest = (numbers.group(), of_maven[numbers.end() :]) if numbers else ("0", of_maven)
    if rest == "-SNAPSHOT":
        return base + ".dev0"
    local = ".".join(re.findall(r"[a-z0-9]+", rest.lower()))
    return f"{base}+{local}" if local else base


# -- files ---------------------------------------------------------------------------------------------------------------


def _sources():
    """The Python files of the package, by their names in it."""
    files = {}
    for each in (HERE / "sluice").rglob("*"):
        if each.is_file() and (each.suffix == ".py" or each.name == "py.typed"):
            files[each.relative_to(HERE).as_posix()] = each.read_bytes()
    return files


def _licences(found):
    """Licences: what lies in the wheel and whose it is, and the texts."""
    files = {}
    for folder in (HERE / "licences", HERE.parent / "LICENSES", HERE.parent.parent / "app/src/dist/LICENSES"):
        if folder.is_dir():
            files.update({each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()})
            break
    top = _checkout()
    if top:
        files["Apache-2.0.txt"] = (top / "LICENSE").read_bytes()
    for jar in found:
        if jar.name.startswith("checker-qual"):
            with zipfile.ZipFile(jar) as entries:
                files["checker-qual.txt"] = entries.read("META-INF/LICENSE.txt")
    return files


def _epoch():
    return max(int(os.environ.get("SOURCE_DATE_EPOCH", _TIME)), 315532800)  # a zip knows no time before 1980


def _hash(content):
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def _info(made, found):
    return {
        f"sluice-{made}.dist-info/METADATA": _METADATA.format(version=made).encode(),
        f"sluice-{made}.dist-info/WHEEL": f"Wheel-Version: 1.0\nGenerator: sluice_build\nRoot-Is-Purelib: true\nTag: {TAG}\n".encode(),
        **{f"sluice-{made}.dist-info/licenses/{name}": text for name, text in _licences(found).items()},
    }


def _write_wheel(folder, name, files, made):
    record = f"sluice-{made}.dist-info/RECORD"
    lines = [f"{path},{_hash(content)},{len(content)}\n" for path, content in sorted(files.items())]
    entries = [*sorted(files.items()), (record, "".join([*lines, f"{record},,\n"]).encode())]
    part = Path(folder) / f".{name}.part"
    with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as wheel:
        for path, content in entries:
            entry = zipfile.ZipInfo(path, time.gmtime(_epoch())[:6])
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            wheel.writestr(entry, content)
    os.replace(part, Path(folder) / name)
    return name


# -- PEP 517 and PEP 660 -------------------------------------------------------------------------------------------------


def _with_sentence(build):
    """A build whose failure is a sentence, without a stack."""

    def built(*arguments, **settings):
        try:
            return build(*arguments, **settings)
        except BuildError as failure:
            print(f"sluice: {failure}", file=sys.stderr)
            sys.exit(1)

    return built


@_with_sentence
def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    """The wheel with the jars inside; returns its name."""
    found = jars()
    made = version(found)
    files = {**_sources(), **_info(made, found), **{f"sluice/lib/{jar.name}": jar.read_bytes() for jar in found}}
    return _write_wheel(wheel_directory, f"sluice-{made}-{TAG}.whl", files, made)


@_with_sentence
def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    """A wheel that points to the sources here; the jars are found in the checkout around them."""
    found = jars()
    made = version(found)
    files = {**_info(made, found), "sluice.pth": f"{HERE}\n".encode()}
    return _write_wheel(wheel_directory, f"sluice-{made}-{TAG}.whl", files, made)


@_with_sentence
def build_sdist(sdist_directory, config_settings=None):
    """Sources, this backend and the jars: what is made of it needs no Maven."""
    found = jars()
    made = version(found)
    top = f"sluice-{made}"
    files = {f"{top}/{path}": content for path, content in _sources().items()}
    files.update({f"{top}/{name}": (HERE / name).read_bytes() for name in ("pyproject.toml", "backend/sluice_build.py")})
    files.update({f"{top}/licences/{name}": text for name, text in _licences(found).items()})
    files.update({f"{top}/sluice/lib/{jar.name}": jar.read_bytes() for jar in found})
    files[f"{top}/PKG-INFO"] = _METADATA.format(version=made).encode()
    with open(Path(sdist_directory) / f"{top}.tar.gz", "wb") as file, gzip.GzipFile("", "wb", 9, file, 0) as packed:
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
            for path, content in sorted(files.items()):
                entry = tarfile.TarInfo(path)
                entry.size, entry.mtime, entry.mode = len(content), _epoch(), 0o644
                archive.addfile(entry, io.BytesIO(content))
    return f"{top}.tar.gz"


def get_requires_for_build_wheel(config_settings=None):
    """Nothing."""
    return []


get_requires_for_build_editable = get_requires_for_build_sdist = get_requires_for_build_wheel


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    target.mkdir(parents=True, exist_ok=True)
    print(target / build_wheel(target))
