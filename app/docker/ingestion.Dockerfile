# etl-ingestion: `python -m etl` and the packages it is locked to. Built from a staged context (automation/images), never from the repository;
# without network: `docker build --network none`. For the legacy builder and BuildKit alike, so no `RUN --mount`, no `COPY --chmod`.
ARG BASE_IMAGE=python:3.11-slim-bookworm@sha256:a36c24f9cbdf4fd0f52d67f0823eeac19c2028c637cecc392d97f980d4fec56b

# What the lock names. Nothing here depends on the commit, so that this layer is the same until the lock changes.
FROM ${BASE_IMAGE} AS packages
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONHASHSEED=0
COPY requirements.txt /context/requirements.txt
COPY packages /context/packages
# Unchecked pycs carry no time; one process in one order compiles them. The times are wiped: a layer is its files.
RUN python3 -m venv /context/pip \
 && python3 -m venv --without-pip /opt/etl \
 && /context/pip/bin/python -m pip --isolated --python /opt/etl/bin/python --no-cache-dir --disable-pip-version-check \
      install --no-index --find-links /context/packages --no-deps --no-compile --require-hashes --requirement /context/requirements.txt \
 && echo /opt/app > "$(/opt/etl/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/app.pth" \
 && rm -f /opt/etl/bin/activate* /opt/etl/bin/Activate* \
 && /opt/etl/bin/python -m compileall -q -j 1 --invalidation-mode unchecked-hash /opt/etl/lib \
 && mkdir -p /layer/opt && mv /opt/etl /layer/opt/etl \
 && find /layer -exec touch --no-dereference --date=1980-01-01T00:00:00Z {} +

# What the commit holds.
FROM packages AS application
ARG SOURCE_DATE_EPOCH=0
COPY application /context/application
COPY sbom.cdx.json /opt/app/sbom.cdx.json
RUN /context/pip/bin/python -m pip --isolated --no-cache-dir --disable-pip-version-check \
      install --no-index --find-links /context/application --no-deps --no-compile --target /opt/app hiscox-etl \
 && rm -rf /opt/app/bin \
 && python3 -m compileall -q -j 1 --invalidation-mode unchecked-hash /opt/app \
 && rm -rf /layer && mkdir -p /layer/opt && mv /opt/app /layer/opt/app \
 && find /layer -exec touch --no-dereference --date=@${SOURCE_DATE_EPOCH} {} +

FROM ${BASE_IMAGE}
ENV PATH=/opt/etl/bin:/usr/local/bin:/usr/bin:/bin \
    HOME=/tmp \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
# With the folder above, whose time would else be that of the build.
COPY --from=packages /layer /
COPY --from=application /layer /
WORKDIR /tmp
USER 10001:10001
# Loads what a run loads, so that a broken package shows before there is a delivery; writes nothing, asks nobody.
HEALTHCHECK --interval=60s --timeout=30s --start-period=10s --retries=2 \
  CMD ["/opt/etl/bin/python", "-c", "import etl.cli.main, etl.warehouse, psycopg, pyarrow"]
ENTRYPOINT ["/opt/etl/bin/python", "-m", "etl"]
CMD ["ingest"]
# Last, because they differ with each commit.
ARG BASE_IMAGE
ARG REVISION
ARG VERSION
ARG CREATED
ARG SOURCE
LABEL org.opencontainers.image.title="etl-ingestion" \
      org.opencontainers.image.vendor="Hiscox" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.created="${CREATED}" \
      org.opencontainers.image.source="${SOURCE}" \
      org.opencontainers.image.base.name="${BASE_IMAGE}" \
      com.hiscox.etl.sbom="/opt/app/sbom.cdx.json"
