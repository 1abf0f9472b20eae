"""Quiet for as long as anybody needs it, and no longer."""

from __future__ import annotations

import gc
import threading

import pytest

from handhaving.eventlog.collecting import uncollected, undisturbed


def test_given_two_who_overlap_when_both_have_left_then_python_tidies_up_again() -> None:
    binnen, weg = threading.Event(), threading.Event()

    def ander() -> None:
        with uncollected():
            binnen.set()
            weg.wait()

    draad = threading.Thread(target=ander)
    with uncollected():
        draad.start()
        assert binnen.wait(10)
        assert not gc.isenabled()
    assert not gc.isenabled()
    weg.set()
    draad.join()
    assert gc.isenabled()


def test_given_an_error_or_that_it_was_off_already_then_it_is_as_it_was() -> None:
    with pytest.raises(KeyError), uncollected():
        raise KeyError
    assert gc.isenabled()
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_given_a_moment_within_another_when_the_first_has_left_then_python_tidies_up() -> None:
    eerste, tweede = undisturbed(), undisturbed()
    eerste.__enter__()
    assert not gc.isenabled()
    tweede.__enter__()
    eerste.__exit__(None, None, None)
    assert gc.isenabled()  # whoever came later did not prolong it
    tweede.__exit__(None, None, None)
    assert gc.isenabled()


def test_given_much_work_beside_a_moment_then_the_quiet_lasts_as_long_as_that() -> None:
    with uncollected():
        with undisturbed():
            assert not gc.isenabled()
        assert not gc.isenabled()
    with undisturbed():
        with uncollected():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(KeyError), undisturbed():
        raise KeyError
    assert gc.isenabled()
