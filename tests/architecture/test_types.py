"""The types of the whole package hold: among the tests, because one core would wait while another looks at them."""

import subprocess
import sys

import pytest

from tests.shared_data import REPOSITORY


@pytest.mark.slow
def test_every_type_of_the_package_and_of_the_start_program_holds() -> None:
    done = subprocess.run([sys.executable, "-m", "mypy"], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
