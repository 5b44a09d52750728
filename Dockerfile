# One image per service: docker build --build-arg SERVICE=ingest|extract|store .
# It holds that service's dependencies only, each pinned by hash in deploy/SERVICE.lock.
ARG PYTHON_IMAGE=python:3.13-slim

FROM ${PYTHON_IMAGE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_QUIET=1
WORKDIR /build
COPY deploy/build.lock ./
RUN python -m venv /opt/build && /opt/build/bin/pip install --require-hashes -r build.lock
ARG SERVICE
COPY deploy/${SERVICE}.lock ./
RUN python -m venv /opt/factwire && /opt/factwire/bin/pip install --require-hashes -r ${SERVICE}.lock
COPY pyproject.toml README.md ./
COPY shared shared
COPY services services
RUN /opt/build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir dist . \
    && /opt/factwire/bin/pip install --no-deps dist/*.whl
# The extraction core runs as C, which needs a compiler here and none in the image; COMPILED=no leaves it as it is.
# A distribution's Python, unlike the official images', has its headers in a package of their own.
ARG COMPILED=yes
COPY deploy/compile.lock deploy/compile.py deploy/slices.py deploy/shortcuts.c deploy/shortcuts.h ./
RUN if [ "$SERVICE" = extract ] && [ "$COMPILED" = yes ]; then \
        headers=; python -c 'import pathlib, sysconfig; assert pathlib.Path(sysconfig.get_path("include"), "Python.h").exists()' \
            2>/dev/null || headers=python3-dev \
        && apt-get update -qq && apt-get install -y -qq --no-install-recommends gcc libc6-dev $headers >/dev/null \
        && /opt/build/bin/pip install --require-hashes -r compile.lock \
        && /opt/build/bin/python compile.py "$(/opt/factwire/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"; \
    fi
RUN /opt/factwire/bin/python -m compileall -q /opt/factwire/lib \
    && /opt/factwire/bin/pip uninstall --yes pip

FROM ${PYTHON_IMAGE}
ARG SERVICE
LABEL org.opencontainers.image.title="factwire-${SERVICE}" \
      org.opencontainers.image.description="Factwire: articles become structured, grounded facts"
# The folders are the service's own, so that named volumes mounted there are, too; the rest can be read-only.
RUN mkdir -p /data /inbox && chown 10001:10001 /data /inbox
COPY --from=build /opt/factwire /opt/factwire
ENV PATH=/opt/factwire/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    FACTWIRE_SERVICE=${SERVICE} FACTWIRE_HOST=0.0.0.0 FACTWIRE_DATA_DIR=/data FACTWIRE_INBOX=/inbox FACTWIRE_LOG_FORMAT=json
WORKDIR /data
USER 10001:10001
HEALTHCHECK --interval=15s --timeout=10s --start-period=60s --retries=3 CMD ["factwire", "health"]
CMD ["factwire", "serve"]
