"""Whether the vendors' documents and sample bodies are beside this checkout, said once for all that needs them."""

from __future__ import annotations

import pytest
from contract.openapi import SHARED


@pytest.mark.parametrize("folder", ["specs", "samples"])
def test_the_vendors_documents_are_here(folder: str) -> None:
    """Without them the tests that compare with them are left out; they are no part of this project."""
    if not (SHARED / folder).is_dir():
        pytest.skip(f"../shared/{folder} is not beside this checkout: what compares with it is left out")
    assert any((SHARED / folder).iterdir())
