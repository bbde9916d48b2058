# docker build -t render .
# docker run --rm -u "$(id -u):$(id -g)" -v "$PWD:/work" render build
FROM debian:bookworm-slim
WORKDIR /opt/render
COPY LICENSE README.md pyproject.toml requirements.txt ./
COPY .ci/setup .ci/
COPY render render
COPY templates templates
RUN bash .ci/setup && .venv/bin/render doctor && rm -rf /var/lib/apt/lists/*
ENV HOME=/tmp PATH=/opt/render/.venv/bin:$PATH
WORKDIR /work
ENTRYPOINT ["render"]
