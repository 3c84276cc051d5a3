"""The one place that knows where icons, fonts, templates and other resources lie.

They lie in `resources/` of a checkout and in `bpo_desk/_resources` of a wheel and of a frozen build.
"""

from pathlib import Path

from bpo_desk.errors import MachineLacks

_PACKAGE = Path(__file__).resolve().parent
# A frozen build unpacks the package with the same inner places as a wheel, so two candidates are enough.
_CANDIDATES = (_PACKAGE / "_resources", _PACKAGE.parent / "resources")


def resources_folder() -> Path:
    """Return the folder that holds all resources; raise MachineLacks when the installation carries none."""
    for folder in _CANDIDATES:
        if folder.is_dir():
            return folder
    raise MachineLacks(
        f"The resources of bpo_desk are missing: looked in {' and '.join(map(str, _CANDIDATES))}.",
        "Install the program again.",
        code="resources_missing",
    )


def resource(*parts: str) -> Path:
    """Return the path of one resource, such as resource("icons", "user.svg").

    Raises MachineLacks when it is not there, because a missing resource is a broken installation.
    """
    path = resources_folder().joinpath(*parts)
    if not path.exists():
        raise MachineLacks(
            f"The resource {'/'.join(parts)} is missing from {resources_folder()}.",
            "Install the program again.",
            code="resources_missing",
        )
    return path
