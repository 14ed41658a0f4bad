"""The three options of TLS, before anything is connected."""

from __future__ import annotations

from pathlib import Path

import pytest
from certificates import Authority, Certificate

from autograder.cluster.encryption import encryption
from autograder.shared.errors import CourseError


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return Authority(tmp_path_factory.mktemp("authority"), "ours").certificate("grader")


def test_none_of_them_leaves_it_to_dasks_own_configuration() -> None:
    assert encryption(None, None, None) is None


def test_all_three_make_what_dask_needs_and_nothing_goes_without(certificate: Certificate) -> None:
    made = encryption(certificate.authority, certificate.certificate, certificate.key)
    assert made.require_encryption is True
    for role in ("client", "worker"):
        told = made.get_tls_config_for_role(role)
        assert told["ca_file"] == str(certificate.authority)
        assert (told["cert"], told["key"]) == (str(certificate.certificate), str(certificate.key))


@pytest.mark.parametrize("missing", ["--tls-ca-file", "--tls-cert", "--tls-key"])
def test_two_of_three_are_refused_with_the_name_of_the_third(certificate: Certificate, missing: str) -> None:
    names = ("--tls-ca-file", "--tls-cert", "--tls-key")
    files = (certificate.authority, certificate.certificate, certificate.key)
    given = [None if name == missing else file for name, file in zip(names, files, strict=True)]
    with pytest.raises(CourseError, match=f"^{missing}: it is missing, and the three options of TLS go together"):
        encryption(*given)


def test_a_file_that_is_not_there_is_named(certificate: Certificate, tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"^--tls-key: .*none\.key cannot be read \(No such file or directory\)"):
        encryption(certificate.authority, certificate.certificate, tmp_path / "none.key")


def test_the_key_of_another_certificate_is_refused(certificate: Certificate, tmp_path: Path) -> None:
    other = Authority(tmp_path, "other").certificate("another")
    with pytest.raises(CourseError, match="these files are no certificates with their key"):
        encryption(certificate.authority, certificate.certificate, other.key)


def test_what_is_no_certificate_is_refused(certificate: Certificate, tmp_path: Path) -> None:
    (tmp_path / "words").write_text("no certificate")
    with pytest.raises(CourseError, match="these files are no certificates with their key"):
        encryption(tmp_path / "words", certificate.certificate, certificate.key)
