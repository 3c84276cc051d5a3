"""The module that takes texts out of the source, which lies beside the package."""

import importlib.util
import sys
from types import ModuleType

from tests.shared_data import REPOSITORY

NAME = "bpo_desk_packaging_translations"


def translations() -> ModuleType:
    """packaging/translations.py; the folder is no package, because its name would shadow one of PyPI."""
    if NAME not in sys.modules:
        spec = importlib.util.spec_from_file_location(NAME, REPOSITORY / "packaging" / "translations.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[NAME] = importlib.util.module_from_spec(spec)  # its dataclasses look themselves up there
        spec.loader.exec_module(sys.modules[NAME])
    return sys.modules[NAME]
