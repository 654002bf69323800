"""Weighing slots against candidates."""

from __future__ import annotations

import numpy as np
import pytest

from briefs.search.pattern import weighed


def test_a_flag_that_the_processor_sets_on_the_way_is_no_warning() -> None:
    sets_the_flag = np.zeros(1, np.float32), np.full((1, 1), np.inf, np.float32)
    with pytest.warns(RuntimeWarning, match="invalid value encountered in matmul"):
        sets_the_flag[0] @ sets_the_flag[1]
    assert weighed(*sets_the_flag).shape == (1,)
    assert weighed(np.array([0.25, 0.75]), np.eye(2)).tolist() == [0.25, 0.75]
