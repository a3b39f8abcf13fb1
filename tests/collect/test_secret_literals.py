from __future__ import annotations

import pytest

from nova_policy.collect.secret_literals import (
    has_url_password,
    is_secret_literal,
    is_secret_name,
    mask,
    mask_arguments,
)


@pytest.mark.parametrize(
    "name",
    [
        "PASSWORD",
        "DB_PASSWORD",
        "jwt_secret",
        "JWT_SECRET",
        "API_KEY",
        "apiKey",
        "AWS_SECRET_ACCESS_KEY",
        "token",
        "dbPassword",
        "NEO4J_AUTH",
        "SECRETBOX_KEY_B64",
    ],
)
def test_names_of_secrets_are_known(name: str) -> None:
    assert is_secret_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "PASSWORD_FILE",
        "SECRET_NAME",
        "TOKEN_TTL",
        "JWT_PUBLIC_KEY",
        "token_url",
        "PASSWORD_MIN_LENGTH",
        "MAX_TOKENS",
        "KEY",
        "PATH",
        "passenger",
        "tokenizer",
    ],
)
def test_names_that_only_look_alike_are_not(name: str) -> None:
    assert not is_secret_name(name)


@pytest.mark.parametrize(
    "value", ["", "${DB_PASSWORD}", "$DB_PASSWORD", "{{ password }}", "<password>", "***", "var.password"]
)
def test_a_placeholder_is_no_literal(value: str) -> None:
    assert not is_secret_literal("PASSWORD", value)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("PASSWORD", "change-me", True),
        ("DATABASE_URL", "postgres://app:change-me@db/x", True),
        ("DATABASE_URL", "postgres://app:${PASSWORD}@db/x", False),
        ("DATABASE_URL", "postgres://db/x", False),
        ("LOG_LEVEL", "debug", False),
    ],
)
def test_literals_are_secrets_by_name_or_shape(name: str, value: str, expected: bool) -> None:
    assert is_secret_literal(name, value) is expected


def test_url_passwords_are_literal_or_not() -> None:
    assert has_url_password("amqp://a:b@c")
    assert not has_url_password("amqp://a:$B@c")
    assert not has_url_password("http://host:8080/path@x")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("postgres://app:change-me@db/x", "postgres://app:***@db/x"),
        ("--password=change-me", "--password=***"),
        ("DB_PASSWORD=change-me", "DB_PASSWORD=***"),
        ("DB_PASSWORD=${{ secrets.X }}", "DB_PASSWORD=${{ secrets.X }}"),
        ("image:tag", "image:tag"),
    ],
)
def test_masking_leaves_all_but_the_secret(text: str, expected: str) -> None:
    assert mask(text) == expected


def test_the_word_behind_a_secret_option_is_masked() -> None:
    assert mask_arguments(["--user", "a", "--password", "change-me", "-x"]) == [
        "--user",
        "a",
        "--password",
        "***",
        "-x",
    ]
    assert mask_arguments(["--password-stdin", "x"]) == ["--password-stdin", "x"]


@pytest.mark.parametrize(
    ("command", "masked"),
    [
        ("login -u web -p change-me host", "login -u web -p *** host"),
        ("login -u web -p $PASSWORD host", "login -u web -p $PASSWORD host"),
        ("mkdir -p change-me", "mkdir -p change-me"),
        ("-u web:change-me https://host", "-u web:*** https://host"),
        ("-u web:$PASSWORD https://host", "-u web:$PASSWORD https://host"),
        ("-u web https://host", "-u web https://host"),
    ],
)
def test_what_options_of_known_programs_give_away_is_masked(command: str, masked: str) -> None:
    assert mask_arguments(command.split()) == masked.split()


def test_the_credentials_of_a_header_are_masked() -> None:
    assert mask("Authorization: Bearer change-me") == "Authorization: Bearer ***"
    assert mask("authorization: change-me") == "authorization: ***"
    assert mask("Authorization: Bearer ${TOKEN}") == "Authorization: Bearer ${TOKEN}"
