"""The writer: it only grows, it proves what it holds, and its files are what others read. In both databases."""

import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from seatrial.tlog import tiles, tree
from seatrial.tlog.database import LedgerError
from seatrial.tlog.ledger import DATABASE, ELSEWHERE, Ledger
from seatrial.tlog.note import Checkpoint, NoteKey, checkpoint_of, decode, sign, verified
from seatrial.tlog.postgres import Postgres
from seatrial.tlog.proof import Proof, decode_proof, proves

PRIVATE = Ed25519PrivateKey.generate()
KEY = NoteKey("example.org/log", PRIVATE.public_key().public_bytes_raw())
BODIES = [b"entry %d" % n for n in range(700)]
LEAVES = [tree.leaf_hash(body) for body in BODIES]


def signed(state: Checkpoint) -> bytes:
    return sign(state, KEY, PRIVATE.sign).encode()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.xdist_group("postgres"))])
def ledger(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Ledger]:
    server = request.getfixturevalue("postgres") if request.param == "postgres" else ""
    made = Ledger.create(tmp_path / "log", origin_of(server), server)
    made.append(BODIES)
    yield made
    made.close()


def origin_of(server: str) -> str:
    """A database keeps one log of an origin."""
    return f"example.org/{uuid.uuid4().hex}" if server else KEY.name


def test_roots_and_proofs_are_those_of_the_tree(ledger: Ledger) -> None:
    for size in (0, 1, 2, 3, 6, 7, 255, 256, 257, 512, 700):
        assert ledger.checkpoint(size).root == tree.root(LEAVES[:size])
        for number in range(0, size, 61):
            assert ledger.inclusion(number, size) == tree.inclusion_proof(LEAVES[:size], number)
        for old in range(0, size + 1, 37):
            proof = ledger.consistency(old, size)
            assert tree.consistent(tree.root(LEAVES[:old]), old, tree.root(LEAVES[:size]), size, proof)
            if 0 < old < size:
                assert not tree.consistent(bytes(32), old, tree.root(LEAVES[:size]), size, proof)
                assert not tree.consistent(tree.root(LEAVES[:old]), old, bytes(32), size, proof)


def test_an_entry_that_is_there_keeps_its_place(ledger: Ledger) -> None:
    assert ledger.append([BODIES[5], b"new", b"new"]) == [5, 700, 700]
    assert ledger.size == 701
    assert ledger.find(b"new") == 700
    assert ledger.find(b"never") is None


def test_an_entry_that_is_too_long_is_refused_and_nothing_is_added(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="65,535"):
        ledger.append([b"fine", bytes(tiles.MAX_ENTRY + 1)])
    assert ledger.size == 700


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET body = x'00' WHERE number = 3",
        "DELETE FROM entry WHERE number = 699",
        "INSERT INTO entry VALUES (900, x'00', x'00')",
        "INSERT INTO entry VALUES (3, x'00', x'00')",
        "UPDATE node SET hash = x'00' WHERE level = 0 AND number = 3",
        "DELETE FROM node",
        "UPDATE checkpoint SET note = x'00'",
        "DELETE FROM checkpoint",
        "UPDATE head SET size = 5",
        "UPDATE head SET origin = 'other'",
        "DELETE FROM head",
    ],
)
def test_the_database_itself_refuses_to_change_what_was(ledger: Ledger, statement: str) -> None:
    ledger.advance(signed)
    foreign = Ledger(ledger.directory)._database
    elsewhere = isinstance(foreign, Postgres)
    with pytest.raises(LedgerError, match=r"never|one after another|UNIQUE"):
        foreign.execute(statement.replace("x'00'", "'\\x00'") if elsewhere else statement)
    foreign.close()
    assert ledger.checkpoint().root == tree.root(LEAVES)


def test_a_row_is_not_replaced(tmp_path: Path) -> None:
    ledger = Ledger.create(tmp_path / "log", KEY.name)
    ledger.append(BODIES[:5])
    with pytest.raises(LedgerError, match="one after another"):
        ledger._database.execute("INSERT OR REPLACE INTO entry VALUES (3, x'00', x'00')")


@pytest.mark.xdist_group("postgres")
@pytest.mark.parametrize("table", ["entry", "node", "checkpoint", "head"])
def test_a_table_is_not_emptied(tmp_path: Path, postgres: str, table: str) -> None:
    ledger = Ledger.create(tmp_path / "log", origin_of(postgres), postgres)
    ledger.append(BODIES[:5])
    with pytest.raises(LedgerError, match="never"):
        ledger._database.execute(f"TRUNCATE {table}")
    assert ledger.size == 5
    ledger.close()


@pytest.mark.xdist_group("postgres")
def test_logs_of_two_origins_share_a_server_and_nothing_else(tmp_path: Path, postgres: str) -> None:
    one = Ledger.create(tmp_path / "one", origin_of(postgres), postgres)
    two = Ledger.create(tmp_path / "two", origin_of(postgres), postgres)
    one.append(BODIES[:3])
    assert (one.size, two.size) == (3, 0)
    with pytest.raises(LedgerError, match="already"):
        Ledger.create(tmp_path / "three", one.origin, postgres)
    one.close()
    two.close()


@pytest.mark.parametrize("address", ["postgresql:///nothing?host=/nowhere", "mysql://somewhere/log", "/a/path"])
def test_a_database_that_cannot_be_reached_is_said(tmp_path: Path, address: str) -> None:
    with pytest.raises(LedgerError, match=r"reached|postgresql://"):
        Ledger.create(tmp_path / "log", KEY.name, address)


@pytest.mark.parametrize("text", ["", "no address", "\xff"])
def test_a_pointer_that_points_nowhere_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / ELSEWHERE).write_bytes(text.encode("latin-1"))
    with pytest.raises(LedgerError, match="where the log lies"):
        Ledger(tmp_path)


@pytest.mark.xdist_group("postgres")
def test_writers_of_many_processes_share_one_order(tmp_path: Path, postgres: str) -> None:
    """Threads with connections of their own: each entry is in the log once, and no checkpoint is lost."""
    made = Ledger.create(tmp_path / "log", origin_of(postgres), postgres)

    def write(name: int) -> list[int]:
        own = Ledger(made.directory)
        places = [place for n in range(40) for place in own.append([b"writer %d, %d" % (name, n)])]
        own.advance(signed)
        own.close()
        return places

    with ThreadPoolExecutor(4) as pool:
        places = [place for found in pool.map(write, range(4)) for place in found]
    assert sorted(places) == list(range(160))
    assert checkpoint_of(decode(made.latest() or b"")).size == made.signed_size == 160
    assert made.checkpoint().root == tree.root([tree.leaf_hash(made.body(n)) for n in range(160)])
    made.close()


def test_one_size_is_signed_once(ledger: Ledger) -> None:
    first = ledger.advance(signed)
    other = Ledger(ledger.directory)
    assert other.advance(signed) == first
    assert checkpoint_of(decode(first)) == ledger.checkpoint()
    other.close()


def test_two_writers_share_one_order(ledger: Ledger) -> None:
    other = Ledger(ledger.directory)
    assert [*ledger.append([b"a"]), *other.append([b"b"]), *ledger.append([b"c"])] == [700, 701, 702]
    assert other.checkpoint().root == tree.root([*LEAVES, *map(tree.leaf_hash, (b"a", b"b", b"c"))])
    other.close()


def test_files_are_those_of_the_size_that_is_signed(ledger: Ledger) -> None:
    note = ledger.advance(signed)
    public = ledger.publish(note, 700)
    assert (public / "checkpoint").read_bytes() == note
    assert (public / "tile/0/002.p/188").read_bytes() == b"".join(LEAVES[512:])
    assert (public / "tile/0/001").read_bytes() == b"".join(LEAVES[256:512])
    assert (public / "tile/1/000.p/2").read_bytes() == tree.root(LEAVES[:256]) + tree.root(LEAVES[256:512])
    assert list(tiles.unbundle((public / "tile/entries/002.p/188").read_bytes())) == BODIES[512:]


def test_growing_in_steps_leaves_the_files_of_growing_at_once(tmp_path: Path) -> None:
    stepwise = Ledger.create(tmp_path / "steps", KEY.name)
    for end in (1, 2, 255, 256, 300, 700):
        stepwise.append(BODIES[:end])
        stepwise.publish(stepwise.advance(signed), end)
    at_once = Ledger.create(tmp_path / "once", KEY.name)
    at_once.append(BODIES)
    for path in at_once.publish(at_once.advance(signed), 700).rglob("*"):
        if path.is_file():
            same = tmp_path / "steps" / "public" / path.relative_to(tmp_path / "once" / "public")
            assert same.read_bytes() == path.read_bytes()


def test_an_old_checkpoint_is_not_published_over_a_new_one(ledger: Ledger) -> None:
    old = signed(ledger.checkpoint(10))
    new = ledger.advance(signed)
    ledger.publish(new, 700)
    ledger.publish(old, 10)
    assert (ledger.directory / "public" / "checkpoint").read_bytes() == new


def test_a_second_log_in_the_same_place_is_refused(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="already"):
        Ledger.create(ledger.directory, "another")


def test_what_is_no_log_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="no log"):
        Ledger(tmp_path)
    (tmp_path / DATABASE).write_bytes(b"something else entirely" * 100)
    with pytest.raises(LedgerError):
        Ledger(tmp_path)


def test_a_proof_holds_for_its_entry_alone(ledger: Ledger) -> None:
    key = KEY._replace(name=ledger.origin)
    note = ledger.advance(lambda state: sign(state, key, PRIVATE.sign).encode())
    proof = decode_proof(Proof(123, ledger.inclusion(123, 700), note).encode())
    assert proves(proof, BODIES[123], key)
    assert not proves(proof, BODIES[124], key)
    assert not proves(proof._replace(leaf_index=124), BODIES[123], key)
    assert not proves(proof._replace(path=proof.path[:-1]), BODIES[123], key)
    other = NoteKey(key.name, Ed25519PrivateKey.generate().public_key().public_bytes_raw())
    assert not proves(proof, BODIES[123], other)
    assert verified(decode(proof.checkpoint), key) == 0


@pytest.mark.parametrize(
    ("index", "expected"), [(0, "000"), (67, "067"), (999, "999"), (1000, "x001/000"), (1_234_067, "x001/x234/067")]
)
def test_tiles_are_numbered_in_threes(index: int, expected: str) -> None:
    assert tiles.tile_path(0, index) == f"tile/0/{expected}"
    assert tiles.entries_path(index, 5) == f"tile/entries/{expected}.p/5"


@pytest.mark.parametrize("cut", [b"\x00", b"\x00\x05abc", b"\x00\x01ab"])
def test_a_bundle_that_is_cut_off_is_refused(cut: bytes) -> None:
    with pytest.raises(ValueError, match="cut off"):
        list(tiles.unbundle(cut))
