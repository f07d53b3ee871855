"""The ways to the data key: a password, this machine, the printed code; nothing else."""

from __future__ import annotations

import stat
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.core.errors import UserError
from hrgrid.storage import sealed
from hrgrid.storage.sealed import (
    Argon2Cost,
    Wrap,
    new_recovery_code,
    read_recovery_code,
    this_machine,
    unwrap,
    wrap_for_machine,
    wrap_for_password,
    wrap_for_recovery,
)

KEY = bytes(range(32))
# The costs lie beside the wrap: a test need not pay an office's price to see that they are used.
CHEAP = Argon2Cost(time=1, memory=64, lanes=1)


def test_a_password_opens_its_wrap_and_no_other_does():
    wrap = wrap_for_password(KEY, "红旗渠水长又长", CHEAP)
    assert unwrap(wrap, "红旗渠水长又长") == KEY
    for wrong in ("", " ", "红旗渠水长又", "红旗渠水长又长 ", "x" * 1_000, None):
        assert unwrap(wrap, wrong) is None


def test_the_costs_beside_a_wrap_are_those_it_was_made_with():
    wrap = wrap_for_password(KEY, "secret-1", CHEAP)
    assert Argon2Cost.of(wrap.parameters) == CHEAP
    dearer = Wrap(wrap.method, wrap.salt, wrap.blob, Argon2Cost(2, 64, 1).text())
    assert unwrap(dearer, "secret-1") is None


def test_an_office_pays_the_full_price_for_a_guess():
    # In a process of its own: in this one passwords are cheap (tests/offices.py).
    code = (
        "from hrgrid.storage.sealed import unwrap, wrap_for_password\n"
        "wrap = wrap_for_password(bytes(range(32)), 'secret-1')\n"
        "assert unwrap(wrap, 'secret-1') == bytes(range(32))\n"
        "print(wrap.parameters)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, encoding="utf-8"
    )
    assert Argon2Cost.of(told.stdout) == Argon2Cost(time=3, memory=65_536, lanes=2)


def test_a_password_is_wrapped_at_the_price_of_the_office(monkeypatch):
    monkeypatch.setattr(sealed, "OFFICE_PRICE", Argon2Cost(2, 128, 1))
    wrap = wrap_for_password(KEY, "secret-1")
    assert Argon2Cost.of(wrap.parameters) == Argon2Cost(2, 128, 1)
    assert unwrap(wrap, "secret-1") == KEY


def test_the_same_password_wraps_differently_each_time():
    one, other = (wrap_for_password(KEY, "secret-1", CHEAP) for _ in range(2))
    assert one.salt != other.salt
    assert one.blob != other.blob


def test_this_machine_opens_its_wrap_and_another_does_not(tmp_path, monkeypatch):
    monkeypatch.setenv("HRGRID_HOME", str(tmp_path / "mine"))
    wrap = wrap_for_machine(KEY)
    assert unwrap(wrap, None) == KEY
    assert unwrap(wrap, "whatever was typed") == KEY
    assert wrap.machine == this_machine() != ""
    monkeypatch.setenv("HRGRID_HOME", str(tmp_path / "bare"))
    assert this_machine() == ""
    assert unwrap(wrap, None) is None
    assert not (tmp_path / "bare" / "machine.key").exists(), "asking makes no key"
    wrap_for_machine(KEY)
    assert unwrap(wrap, None) is None


def test_the_machine_s_key_is_for_this_account_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("HRGRID_HOME", str(tmp_path / "mine"))
    wrap_for_machine(KEY)
    path = tmp_path / "mine" / "machine.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    before = path.read_bytes()
    wrap_for_machine(KEY)
    assert path.read_bytes() == before


def test_the_printed_code_opens_its_wrap_and_no_other_does():
    code = new_recovery_code()
    wrap = wrap_for_recovery(KEY, code)
    assert unwrap(wrap, code) == KEY
    for wrong in (new_recovery_code(), "", code[:-1], code.lower(), "恢复码", None):
        assert unwrap(wrap, wrong) is None


@pytest.mark.parametrize("damage", [b"", b"\x01", b"\x02" + b"\0" * 60, b"\x01" + b"\0" * 20])
def test_a_damaged_wrap_opens_for_nobody(damage):
    code = new_recovery_code()
    whole = wrap_for_recovery(KEY, code)
    assert unwrap(Wrap(whole.method, whole.salt, damage), code) is None
    flipped = bytes([*whole.blob[:-1], whole.blob[-1] ^ 1])
    assert unwrap(Wrap(whole.method, whole.salt, flipped), code) is None


# --- the printed code ---------------------------------------------------------------------------


def test_codes_do_not_repeat_and_look_as_printed():
    codes = {new_recovery_code() for _ in range(500)}
    assert len(codes) == 500
    for code in codes:
        groups = code.split("-")
        assert [len(group) for group in groups] == [5] * 8
        assert not set(code) & set("01IOLUZ"), "what looks like another letter"
        assert read_recovery_code(code) == code


FULL_WIDTH = {ord(letter): ord(letter) + 0xFEE0 for letter in map(chr, range(0x21, 0x7F))}


def test_the_code_is_read_however_it_was_typed():
    code = new_recovery_code()
    ways = [
        code.lower(),
        code.replace("-", ""),
        code.replace("-", " "),
        f"  {code}\n",
        code.replace("-", " - "),
        code.translate(FULL_WIDTH),
        code.lower().translate(FULL_WIDTH),
        code.replace("-", "—"),
        code.replace("-", "\u3000"),
        "\n".join(code.split("-")),
        code.replace("-", "\u200b"),
    ]
    for typed in ways:
        assert read_recovery_code(typed) == code, typed


CODES = st.lists(
    st.text(sealed._ALPHABET, min_size=4, max_size=4).map(sealed._checked), min_size=8, max_size=8
)


@given(CODES, st.integers(0, 7), st.integers(0, 4), st.sampled_from(sealed._ALPHABET))
def test_every_mistyped_letter_is_named_with_its_group(groups, group, place, wrong):
    whole = groups[group]
    typed = whole[:place] + wrong + whole[place + 1 :]
    groups[group] = typed
    if typed == whole:
        assert read_recovery_code("-".join(groups)) == "-".join(groups)
        return
    with pytest.raises(UserError, match=f"第 {group + 1} 组“{typed}”有误"):
        read_recovery_code("-".join(groups))


@given(CODES, st.integers(0, 7), st.integers(0, 3))
def test_two_neighbours_the_wrong_way_round_are_named_with_their_group(groups, group, place):
    whole = groups[group]
    typed = whole[:place] + whole[place + 1] + whole[place] + whole[place + 2 :]
    groups[group] = typed
    if typed == whole:
        return
    with pytest.raises(UserError, match=f"第 {group + 1} 组“{typed}”有误"):
        read_recovery_code("-".join(groups))


def test_no_single_slip_in_any_group_goes_unseen():
    """All of them for one group: every other symbol at every place, every swap."""
    whole = sealed._checked("A7KX")
    slips = {whole[:n] + sign + whole[n + 1 :] for n in range(5) for sign in sealed._ALPHABET}
    slips |= {whole[:n] + whole[n + 1] + whole[n] + whole[n + 2 :] for n in range(4)}
    for slip in slips - {whole}:
        assert sealed._checked(slip[:-1]) != slip


@pytest.mark.parametrize("sign", ["0", "O", "1", "I", "L", "U", "Z", "零", "é"])
def test_a_letter_that_is_never_printed_is_named_with_its_group(sign):
    groups = new_recovery_code().split("-")
    groups[4] = sign + groups[4][1:]
    with pytest.raises(UserError, match="第 5 组"):
        read_recovery_code("-".join(groups))


@pytest.mark.parametrize("typed", ["", "ABCDE", "-" * 39, "恢复码"])
def test_a_code_of_another_length_says_how_many_there_are(typed):
    with pytest.raises(UserError, match=r"应有 8 组、每组 5 个字符，现在共 \d+ 个"):
        read_recovery_code(typed)


def test_a_group_too_many_or_too_few_says_so():
    code = new_recovery_code()
    for typed in (code[:-6], code + "-ABCDE", code[:-1]):
        with pytest.raises(UserError, match="现在共"):
            read_recovery_code(typed)
