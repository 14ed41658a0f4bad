"""TLS: the same verdicts over it; whoever has no certificate, or one of another authority, is refused in a sentence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from certificates import Authority, Certificate
from clusters import Cluster, cluster
from gradings import STUDENTS, graded, kept, results

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("ours"), "ours")


@pytest.fixture(scope="module")
def grader(ours: Authority) -> Certificate:
    return ours.certificate("grader")


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """By an authority that nobody here knows."""
    return Authority(tmp_path_factory.mktemp("theirs"), "theirs").certificate("stranger")


@pytest.fixture(scope="module")
def encrypted(tmp_path_factory: pytest.TempPathFactory, ours: Authority) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("encrypted"), ours.certificate("scheduler")) as made:
        yield made


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("plain")) as made:
        yield made


def posing(grader: Certificate, stranger: Certificate) -> Certificate:
    """Believes the scheduler, and has a certificate that the scheduler does not believe."""
    return Certificate(grader.authority, stranger.certificate, stranger.key)


def refused(course: Path, dask: Cluster, *options: str) -> str:
    """What the grader and a worker say, which is the same, before they end."""
    _, said = graded(course, "--scheduler", dask.address, *options, status=2)
    worker = dask.start_worker("refused", *options, connected=False)
    try:
        assert worker.wait(timeout=200) == 2
        told = [line for line in dask.said("refused").splitlines() if line.startswith("descent: ")]
        assert told == [said]
        assert "Traceback" not in dask.said("refused")
    finally:
        dask.end(worker)
        (dask.folder / "refused" / "log").unlink()
    assert kept(course) == 0
    return said


def test_over_tls_two_workers_give_the_verdicts_that_this_machine_gives(
    course: Path, encrypted: Cluster, ours: Authority, grader: Certificate, here: Any
) -> None:
    workers = [encrypted.start_worker(name, *ours.certificate(name).options()) for name in ("one", "two")]
    file, said = graded(course, "--scheduler", encrypted.address, *grader.options())
    for worker in workers:
        encrypted.end(worker)
    assert results(file) == here
    assert f"{STUDENTS} graded, {STUDENTS} run now" in said
    assert "not encrypted" not in said + encrypted.said("one")


def test_without_a_certificate_nobody_takes_part(course: Path, encrypted: Cluster) -> None:
    assert refused(course, encrypted) == (
        f"descent: {encrypted.address}: tls:// needs certificates, and none is given. "
        "Give all three, --tls-ca-file, --tls-cert, --tls-key, and an address that begins with tls://."
    )


def test_whoever_comes_unencrypted_is_told_to_use_tls(course: Path, encrypted: Cluster) -> None:
    address, encrypted.address = encrypted.address, encrypted.address.replace("tls://", "tcp://")
    try:
        said = refused(course, encrypted)
    finally:
        encrypted.address = address
    assert "the scheduler there takes only what is encrypted by TLS. Give all three" in said


def test_a_certificate_by_another_authority_is_refused_by_the_scheduler(
    course: Path, encrypted: Cluster, grader: Certificate, stranger: Certificate
) -> None:
    said = refused(course, encrypted, *posing(grader, stranger).options())
    assert "the scheduler refuses the certificate that --tls-cert names (tlsv1 alert unknown ca)." in said
    assert "Have it signed by the authority that the scheduler's own --tls-ca-file names." in said


def test_a_scheduler_by_another_authority_is_refused_by_grader_and_worker(
    course: Path, encrypted: Cluster, stranger: Certificate
) -> None:
    said = refused(course, encrypted, *stranger.options())
    assert "its certificate is not by the authority that --tls-ca-file names (" in said
    assert "Give --tls-ca-file the authority that signed the scheduler's certificate." in said


def test_with_certificates_nothing_is_sent_unencrypted(course: Path, plain: Cluster, grader: Certificate) -> None:
    said = refused(course, plain, *grader.options())
    assert "tcp:// is not encrypted, and certificates are given. Give all three" in said


def test_a_scheduler_without_tls_is_named(course: Path, plain: Cluster, grader: Certificate) -> None:
    address, plain.address = plain.address, plain.address.replace("tcp://", "tls://")
    try:
        said = refused(course, plain, *grader.options())
    finally:
        plain.address = address
    assert "no TLS is spoken there. Start the scheduler with --protocol tls" in said


def test_certificates_fit_also_where_a_scheduler_file_names_the_address(
    course: Path, encrypted: Cluster, tmp_path: Path
) -> None:
    file = tmp_path / "scheduler.json"
    file.write_text(json.dumps({"address": encrypted.address}))
    _, said = graded(course, "--scheduler", str(file), status=2)
    assert said.startswith(f"descent: {encrypted.address}: tls:// needs certificates")


def test_a_worker_says_that_it_is_not_encrypted(plain: Cluster) -> None:
    worker = plain.start_worker("one")
    plain.wait_for("one", f"The connection to {plain.address} is not encrypted: use a network that you trust")
    plain.end(worker)
