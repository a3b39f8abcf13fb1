from __future__ import annotations

import pytest

from nova_policy.report.mask import mask_lines
from nova_policy.report.mask_patterns import MASK

SECRET = "canary"


def _masked(text: str) -> str:
    return "\n".join(mask_lines(text.splitlines()))


@pytest.mark.parametrize(
    "text",
    [
        "JWT_SECRET: canary",
        'password: "canary"',
        "apiKey = 'canary'",
        '  "client_secret": "canary",',
        "DATABASE: postgres://user:canary@host/db",
        'curl "https://x/?token=canary&y=1"',
        "- name: DB_PASSWORD\n  value: canary",
        "- name: DB_PASSWORD\n  value: >-\n    canary\n    canary",
        "- --password=canary",
        "- --db-password canary",
        "ENV API_KEY canary",
        "ARG GITHUB_TOKEN=canary",
        "private_key: |\n  canary\n  canary",
        "tls.key: |\n  canary",
        "kind: Secret\ndata:\n  plain: canary\n  other: |\n    canary",
        "kind: SealedSecret\nspec:\n  encryptedData:\n    plain: canary",
        "secretGenerator:\n- name: a\n  literals:\n  - x=canary",
        "stringData:\n- canary",
        "kind: Secret\nstringData: {plain: canary}",
        "kind: Secret\ndata: {\n  plain: canary,\n  other: canary }",
        "secretGenerator:\n- literals: [x=canary]",
        "command: redis-server --requirepass canary",
        'env::var("JWT_SECRET").unwrap_or_else(|_| "canary".into())',
        'let x = env::var("JWT_SECRET")\n    .unwrap_or("canary".to_string());',
        "-----BEGIN RSA PRIVATE KEY-----\ncanary\n-----END RSA PRIVATE KEY-----",
        "Authorization: Bearer canary",
        "- {name: DB_PASSWORD, value: canary}",
        "MINIO_ROOT_PASSWORD: ${MINIO_ROOT_PASSWORD:-canary}",
        "redis-server --requirepass ${REDIS_PASSWORD:-canary}",
        '{"name": "DB_PASSWORD", "value": "canary"}',
        "- name: web # the password: canary",
        "password:\n  canary",
        "a: {password: canary, token: canary}",
        "- value: canary\n  name: STRIPE_SECRET_KEY",
        "#  - name: DB_PASSWORD\n#    value: canary",
        "- name: DB_PASSWORD\n  value:\n    canary",
        'password: "first\n  canary"',
        "password: first\n  canary",
        "export SECRET='first\ncanary'",
        "- --token\n- canary",
        "api_key = <<EOT\ncanary\nEOT",
        "docker login -u web -p canary x",
        "sshpass -pcanary ssh x",
        "mysql -u root -pcanary db",
        "redis-cli -h x -a canary",
        "curl -u web:canary https://x",
        "openssl enc -k canary",
        "openssl rsa -passin pass:canary",
        "echo canary | passwd --stdin",
        "aws configure set aws_secret_access_key canary",
        "vault kv put secret/x value=canary",
        "machine x login y password canary",
        "<password>canary</password>",
        "slack_api_url: https://hooks.slack.com/services/T0/B0/canary",
        "DB_PASS=canary",
        "dbPass: canary",
        '"auths": {"x": {"auth": "canary"}}',
        ".dockerconfigjson: canary",
    ],
)
def test_what_may_be_a_secret_is_masked(text: str) -> None:
    shown = _masked(text)
    assert SECRET not in shown
    assert MASK in shown
    assert shown.count("\n") == text.count("\n")


@pytest.mark.parametrize(
    "token",
    [
        "AKIA" + "ABCDEFGHIJKLMNOP",
        "ghp_" + "a1B2" * 9,
        "eyJ" + "hbGciOiJIUzI1NiJ9.eyJzdWIi.x-y",
        "a1B2c3D4e5F6g7H8i9J0kk",
    ],
)
def test_words_that_look_like_tokens_are_masked(token: str) -> None:
    assert token not in _masked(f"note: {token}")


@pytest.mark.parametrize(
    "text",
    [
        "cert-manager.io/cluster-issuer: letsencrypt",
        "image: auth-service:latest",
        "secretName: tls",
        "secretKeyRef: {name: db, key: password}",
        "id-token: write",
        "token: ${{ secrets.GITHUB_TOKEN }}",
        "password: ${DB_PASSWORD}",
        "password: $(DB_PASSWORD)",
        "uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8",
        "image: x@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "kind: ConfigMap\ndata:\n  plain: value",
        "- name: LOG_LEVEL\n  value: info",
        "runs-on: ubuntu-latest",
        "run: docker run -p 8080:80 web",
        "curl -k https://example.com/health",
        "- name: web\n  compass: north",
        "# the login page\nreplicas: 2",
    ],
)
def test_what_names_but_does_not_hold_a_secret_stays_readable(text: str) -> None:
    assert _masked(text) == text


def test_a_text_of_several_lines_ends_where_it_says() -> None:
    text = "password = <<EOT\ncanary\nEOT\nreplicas = 2"
    assert _masked(text) == f"password = {MASK}\n{MASK}\n{MASK}\nreplicas = 2"
    assert _masked("token: first\n  canary\nreplicas: 2").splitlines()[-1] == "replicas: 2"
    assert _masked("fn check(password: &str) {\n    verify(1)\n}").splitlines()[1:] == ["    verify(1)", "}"]


def test_a_block_of_secrets_ends_where_its_document_or_indentation_ends() -> None:
    text = "kind: Secret\ndata:\n  a: canary\ntype: Opaque\n---\nkind: ConfigMap\ndata:\n  a: plain"
    assert _masked(text) == text.replace("canary", MASK)
