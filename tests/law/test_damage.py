"""A thousand randomly damaged files: diagnostics, and never anything else."""

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from glasshouse.errors import GlasshouseError, Problem
from glasshouse.law.cases import check_cases
from glasshouse.law.loader import check_regime, list_regimes, load_regime
from tests.law.goldens import RICH, SMALL, WORLD

FILES = 1000
MOST_LINES = 20_000
DAMAGED_LAWS = ("lantern-bay", "rongcheng-2017", "court-defaulters-2017")
DAMAGED = ("damaged.yaml", "small.cases.yaml")
Damage = Callable[[random.Random, bytes], bytes]
TOKEN = re.compile(rb"[A-Za-z0-9_.+-]+|[^\sA-Za-z0-9]|\n *| +")
STRANGE = [
    b"", b"null", b"true", b"[]", b"{}", b"- ", b": ", b"'", b'"', b"&a ", b"*a", b"!t ", b"---\n", b"|\n",
    b">-\n", b"? ", b"%", b"@", b"`", b"\t", b"\n", b"\r", b"\0", b"\xff", b"\xe2\x80\xa8", b"9" * 40,
    b"-1e9",
    b"0.00001", b"<<: *a", b"[" * 50, b"{a: " * 50, b"1_000", b"yes", b"2017-02-30", b".nan", b"\\uD800",
    b'"\\0"', b"chance: 1\n",
]  # fmt: skip


def flip_bytes(dice: random.Random, text: bytes) -> bytes:
    """Change a few bytes to any others."""
    changed = bytearray(text)
    for _ in range(dice.randint(1, 8)):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def cut(dice: random.Random, text: bytes) -> bytes:
    """Take a piece out, or put one in twice, or end the file early."""
    one, other = sorted(dice.randrange(len(text)) for _ in range(2))
    return dice.choice([text[:one] + text[other:], text[:other] + text[one:], text[:one], text[one:]])


def edit_tokens(dice: random.Random, text: bytes) -> bytes:
    """Exchange, drop, repeat and replace words and signs."""
    tokens = TOKEN.findall(text)
    for _ in range(dice.randint(1, 6)):
        ix, other = dice.randrange(len(tokens)), dice.randrange(len(tokens))
        match dice.randrange(4):
            case 0:
                tokens[ix], tokens[other] = tokens[other], tokens[ix]
            case 1:
                tokens[ix] = b""
            case 2:
                tokens[ix] += tokens[other]
            case _:
                tokens[ix] = dice.choice(STRANGE)
    return b"".join(tokens)


def move_lines(dice: random.Random, text: bytes) -> bytes:
    """Exchange, drop, repeat and indent lines."""
    lines = text.split(b"\n")
    for _ in range(dice.randint(1, 6)):
        ix, other = dice.randrange(len(lines)), dice.randrange(len(lines))
        lines[ix] = dice.choice(
            [lines[other], b"", b"  " + lines[ix], lines[ix].lstrip(), lines[ix] + b"\n" + lines[ix]]
        )
    return b"\n".join(lines)


DAMAGES: tuple[Damage, ...] = (flip_bytes, cut, edit_tokens, edit_tokens, move_lines)


def damaged_files() -> Iterator[bytes]:
    """Yield the same thousand files on every machine."""
    dice = random.Random(2017)
    texts = [path.read_bytes() for path in list_regimes() if path.stem in DAMAGED_LAWS]
    texts += [SMALL.read_bytes()] * 2 + [RICH.read_bytes()] * 3
    for ix in range(FILES):
        yield DAMAGES[ix % len(DAMAGES)](dice, dice.choice(texts))


def assert_well_formed(problems: list[Problem], text: bytes) -> None:
    """Hold problems to what every diagnostic promises."""
    lines_n = text.count(b"\n") + text.count(b"\r") + text.count(b"\xc2\x85") + text.count(b"\xe2\x80") + 2
    for problem in problems:
        assert problem.message
        assert problem.help
        # What lies below a law that is like another stands in another file.
        assert 1 <= problem.line <= (lines_n if problem.file.endswith(DAMAGED) else MOST_LINES)
        assert problem.column >= 1
        assert "\n" not in problem.message
        str(problem).encode()
    assert problems == sorted(problems)


def test_a_thousand_damaged_files_give_diagnostics_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "damaged.yaml"
    faulty_n = 0
    for text in damaged_files():
        file.write_bytes(text)
        problems = check_regime(file, WORLD)
        assert_well_formed(problems, text)
        faulty_n += bool(problems)
    assert faulty_n > FILES // 2


def raised_by(file: Path) -> list[Problem]:
    """Return the problems that loading raises."""
    try:
        load_regime(file)
    except GlasshouseError as why:
        return list(why.problems)
    return []


def test_loading_a_damaged_file_gives_a_law_or_our_own_error(tmp_path: Path) -> None:
    file = tmp_path / "damaged.yaml"
    for _, text in zip(range(150), damaged_files(), strict=False):
        file.write_bytes(text)
        assert raised_by(file) == check_regime(file)


def test_damaged_case_files_give_diagnostics_and_nothing_else(tmp_path: Path) -> None:
    dice = random.Random(25)
    file = tmp_path / "small.cases.yaml"
    (tmp_path / "small.yaml").write_bytes(SMALL.read_bytes())
    whole = (SMALL.parent / "small.cases.yaml").read_bytes()
    for ix in range(200):
        text = DAMAGES[ix % len(DAMAGES)](dice, whole)
        file.write_bytes(text)
        assert_well_formed(check_cases(file), text)
