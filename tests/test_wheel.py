"""The built wheel holds all that the bot needs, and works away from the checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def run(unpacked: Path, folder: Path, *arguments: str) -> str:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("DIEMTIN_")}
    environment |= {"PYTHONPATH": str(unpacked), "DIEMTIN_DATABASE_URL": f"sqlite:///{folder / 'x.db'}"}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout


@pytest.mark.parametrize(
    "pattern",
    [
        "briefs/seeds/*.toml",
        "briefs/locale/vi/LC_MESSAGES/diemtin.po",
        "briefs/registry/*.toml",
        "briefs/store/migrations/versions/*.py",
        "bot/local/page/index.html",
        "bot/local/page/*.css",
        "bot/local/page/*.js",
        "briefs/py.typed",
        "diemtin-*.dist-info/licenses/LICENSE",
    ],
)
def test_the_wheel_holds_the_data_files(unpacked, pattern):
    assert list(unpacked.glob(pattern))


def test_the_wheel_seeds_and_searches_in_vietnamese(unpacked, tmp_path):
    where = run(unpacked, tmp_path, "-c", "import bot, briefs; print(bot.__file__, briefs.__file__)")
    assert where.count(str(unpacked)) == 2
    assert run(unpacked, tmp_path, "-m", "bot", "seed") == "Seed briefs: 5 created.\n"
    assert "Đẩy mạnh ngoại giao kinh tế" in run(unpacked, tmp_path, "-m", "bot", "search", "355/TB-VPCP")
