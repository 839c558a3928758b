# Jack in a container: one process, one volume, no root.
#
#   docker build -t jack .
#   docker run -p 127.0.0.1:3000:3000 -v jack:/app/data jack
#
# BASE is any Debian with Python 3.11 or newer and its venv module.
ARG BASE=docker.io/library/python:3.11-slim

# Wheels of exactly the locked files; of them only what Jack needs is installed, not his tests' tools.
FROM ${BASE} AS build
WORKDIR /build
RUN python3 -m venv /build/venv && python3 -m venv /app/venv
COPY requirements.lock ./
RUN /build/venv/bin/pip wheel --no-cache-dir --no-deps --require-hashes -r requirements.lock -w wheels
COPY pyproject.toml hatch_build.py README.md CHANGELOG.md LICENSE ./
COPY jack ./jack
# The web UI is built here too: without Node in BASE, pip fetches it for this step alone.
RUN /build/venv/bin/pip wheel --no-cache-dir --no-deps -w wheels . \
 && /app/venv/bin/pip install --no-cache-dir --no-index --find-links wheels jack-the-butler

FROM ${BASE}
LABEL org.opencontainers.image.title="Jack The Butler" \
      org.opencontainers.image.licenses="MIT"
RUN groupadd --gid 10001 jack \
 && useradd --uid 10001 --gid jack --home-dir /app --no-create-home --shell /usr/sbin/nologin jack \
 && install -d -o jack -g jack -m 0700 /app/data
COPY --from=build /app/venv /app/venv
ENV PATH=/app/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    JACK_DATA_DIR=/app/data \
    JACK_SERVER__HOST=0.0.0.0
USER jack
WORKDIR /app
VOLUME /app/data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 CMD ["jack", "health"]
ENTRYPOINT ["jack"]
CMD ["serve"]
