"""A tree with a secret in every kind of input, each of another value, so that a leak names its source."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterator
from pathlib import Path

_FILES = {
    "k8s/secret.yaml": """\
apiVersion: v1
kind: Secret
metadata:
  name: web
type: Opaque
stringData:
  PASSWORD: {c}
  config.yaml: |
    database:
      host: db
      word: {c}
data:
  token: {b}
---
apiVersion: v1
kind: Secret
metadata: {{name: flow}}
stringData: {{JWT_SECRET: {c}, other: "{c}"}}
""",
    "k8s/configmap.yaml": """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
data:
  DB_PASSWORD: {c}
  DATABASE_URL: postgres://web:{c}@db:5432/web
  REDIS_URL: "redis://:{c}@redis:6379"
  application.properties: |
    spring.datasource.password={c}
    jwt.secret: {c}
  config.json: |
    {{"apiKey": "{c}", "nested": {{"client_secret": "{c}"}}}}
""",
    "k8s/deployment.yaml": """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  annotations:
    # the old password: {c}
    kubectl.kubernetes.io/last-applied-configuration: '{{"env":[{{"name":"DB_PASSWORD","value":"{c}"}}]}}'
spec:
  selector: {{matchLabels: {{app: web}}}}
  template:
    metadata: {{labels: {{app: web}}}}
    spec:
      containers:
      - name: web
        image: registry.example.com/web:latest
        args: ["--db-password={c}", "--verbose"]
        command:
        - server
        - --token
        - {c}
        env:
        - name: JWT_SECRET
          value: {c}
        - name: API_KEY
          value: >-
            {c}
        - {{name: SMTP_PASSWORD, value: {c}}}
        - value: {c}
          name: STRIPE_SECRET_KEY
        - name: DATABASE_URL
          value: postgres://web:{c}@db:5432/web
        livenessProbe:
          httpGet:
            path: /health?access_token={c}
            port: 80
            httpHeaders:
            - name: Authorization
              value: Bearer {c}
""",
    "k8s/ingress.yaml": """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  annotations:
    nginx.ingress.kubernetes.io/auth-url: https://web:{c}@auth.example.com/check
    nginx.ingress.kubernetes.io/configuration-snippet: |
      proxy_set_header Authorization "Basic {c}";
      proxy_set_header X-Api-Key {c};
spec:
  rules:
  - host: web.example.com
""",
    "deploy/base/kustomization.yaml": """\
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [service.yaml]
secretGenerator:
- name: generated
  literals:
  - PASSWORD={c}
  - "word={c}"
  envs: [secret.env]
configMapGenerator:
- name: settings
  literals:
  - DB_PASSWORD={c}
  envs: [settings.env]
""",
    "deploy/base/service.yaml": """\
apiVersion: v1
kind: Service
metadata: {{name: web}}
spec: {{selector: {{app: web}}, ports: [{{port: 80}}]}}
""",
    "deploy/base/secret.env": "TOKEN={c}\nphrase={c}\n",
    "deploy/broken/kustomization.yaml": """\
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
secretGenerator:
- name: twice
  literals:
  - PASSWORD={c}
  - PASSWORD={c}
""",
    "deploy/base/settings.env": "API_TOKEN={c}\n",
    "deploy/prod/kustomization.yaml": """\
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [../base]
patches:
- patch: |-
    apiVersion: v1
    kind: Service
    metadata:
      name: web
      annotations:
        db-password: {c}
""",
    ".github/workflows/ci.yml": """\
name: CI
on: push
env:
  AWS_SECRET_ACCESS_KEY: {c}
jobs:
  build:
    runs-on: ubuntu-latest
    env: {{NPM_TOKEN: {c}}}
    steps:
    - uses: actions/checkout@v4
      with:
        token: {c}
    - run: docker login -u web -p {c} registry.example.com
    - run: |
        export PGPASSWORD={c}
        curl -H "Authorization: Bearer {c}" https://web:{c}@api.example.com || true
        mysql --password={c} -e 'select 1'
        echo '{c}' | docker login --password-stdin || true
    - uses: docker/build-push-action@v5
      with:
        push: true
        tags: web:latest
        build-args: |
          DB_PASSWORD={c}
""",
    "Dockerfile": """\
FROM debian:bookworm-slim
ARG NPM_TOKEN={c}
ENV DB_PASSWORD={c}
ENV JWT_SECRET {c}
ENV A=1 API_KEY={c} \\
    OTHER_SECRET={c}
RUN curl https://web:{c}@example.com/x | sh
RUN echo "{c}" > /run/secrets/password && \\
    PGPASSWORD={c} psql
LABEL maintainer.token="{c}"
HEALTHCHECK CMD curl -H "X-Api-Key: {c}" localhost || exit 1
CMD ["server", "--token", "{c}"]
""",
    "Cargo.toml": """\
[package]
name = "web"
version = "0.1.0"
edition = "2021"

[package.metadata.deploy]
api_token = "{c}"

[dependencies]
private = {{ git = "https://web:{c}@git.example.com/private.git" }}
""",
    "src/main.rs": """\
const JWT_SECRET: &str = "{c}";

#[tokio::main]
async fn main() {{
    let url = std::env::var("DATABASE_URL").unwrap_or_else(|_| "postgres://web:{c}@db/web".to_string());
    let key = std::env::var("API_KEY").unwrap_or("{c}".into());
    let password = "{c}";
    let token: String = String::from("{c}");
    client.header("Authorization", "Bearer {c}").send().await.unwrap();
    HttpServer::new(|| App::new().route("/graphql", web::post().to(graphql))).run().await.unwrap();
}}

#[cfg(test)]
mod tests {{
    #[test]
    fn logs_in() {{
        let _ = login("web", "password", "{c}");
    }}
}}
""",
    "terraform/main.tf": """\
variable "db_password" {{
  default = "{c}"
}}

resource "aws_db_instance" "web" {{
  password = "{c}"
  username = "web"
}}

resource "aws_ecs_task_definition" "web" {{
  container_definitions = jsonencode([{{
    name = "web"
    environment = [
      {{ name = "DATABASE_URL", value = "postgres://web:{c}@db/web" }},
      {{ name = "JWT_SECRET", value = "{c}" }},
    ]
  }}])
}}

locals {{
  api_key = <<EOT
{c}
EOT
}}
""",
    "docker-compose.yml": """\
services:
  db:
    image: postgres:latest
    environment:
      POSTGRES_PASSWORD: {c}
  web:
    image: web
    command: server --api-key {c}
    environment:
    - JWT_SECRET={c}
    - DATABASE_URL=postgres://web:{c}@db/web
""",
    ".env": "JWT_SECRET={c}\nexport DB_PASSWORD='{c}'\n",
    ".env.production": "STRIPE_SECRET_KEY={c}\n",
    "keys/private_key.pem": "-----BEGIN PRIVATE KEY-----\n{c}\n{c}\n-----END PRIVATE KEY-----\n",
    "prometheus/prometheus.yml": """\
scrape_configs:
- job_name: web
  basic_auth: {{username: web, password: {c}}}
  static_configs:
  - targets: [web:80]
""",
    "alertmanager.yml": """\
global:
  slack_api_url: https://hooks.slack.com/services/T000/B000/{c}
  smtp_auth_password: {c}
route: {{receiver: slack}}
receivers:
- name: slack
  pagerduty_configs:
  - routing_key: {c}
""",
    "scripts/deploy.sh": "#!/bin/sh\nexport TOKEN={c}\nkubectl create secret generic web --from-literal=password={c}\n",
    "load/test.js": """\
import http from 'k6/http';
export const options = {{ vus: 10, duration: '1m' }};
export default function () {{
  http.get('https://web.example.com', {{ headers: {{ Authorization: 'Bearer {c}' }} }});
}}
""",
    "broken/secret.yaml": """\
apiVersion: v1
kind: Secret
metadata:
  name: broken
stringData:
  PASSWORD: {c}
 wrong: [{c}
""",
    "broken/duplicate.yaml": """\
apiVersion: v1
kind: Secret
metadata:
  name: twice
stringData:
  PASSWORD: {c}
  PASSWORD: {c}
""",
    "broken/Cargo.toml": '[package]\nname = "broken"\ntoken = "{c}\n',
    "buildspec.yml": """\
version: 0.2
env:
  variables:
    DB_PASSWORD: {c}
phases:
  build:
    commands:
    - docker login -u web -p {c} registry.example.com
""",
}


def plant(root: Path) -> dict[str, str]:
    """Write the tree below *root* and return where each canary stands, `path:line`, by its value."""
    planted: dict[str, str] = {}
    for path, template in _FILES.items():
        lines = []
        for number, line in enumerate(template.splitlines(), 1):
            value = f"Cnry{len(planted):03}x7Qe9vLz{number:03}"
            if "{c}" in line or "{b}" in line:
                planted[value] = f"{path}:{number}"
            lines.append(line.format(c=value, b=base64.b64encode(value.encode()).decode()))
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("\n".join(lines) + "\n", "utf-8")
    return planted


def leaks(content: bytes, planted: dict[str, str]) -> list[str]:
    """Return the places of those canaries that *content* holds: plain, reversed by an encoding, or compressed."""
    readable = b"\n".join(_forms(content))
    return [place for value, place in planted.items() if any(form in readable for form in _encoded(value))]


def _encoded(value: str) -> Iterator[bytes]:
    plain = value.encode()
    yield plain
    yield "".join(f"%{byte:02X}" for byte in plain).encode()
    yield plain.hex().encode()
    # Base64 of a text that has the value at any of the three offsets; the characters at its ends depend on neighbours.
    for offset in range(3):
        yield base64.b64encode(b"\0" * offset + plain + b"\0" * 3)[4 : len(plain) * 4 // 3 - 4]


def _forms(content: bytes) -> Iterator[bytes]:
    yield content
    for start in (index for index in range(len(content)) if content.startswith(b"\x1f\x8b", index)):
        try:
            yield zlib.decompressobj(31).decompress(content[start:])
        except zlib.error:
            continue
