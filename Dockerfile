# Next Step in one image. `docker compose up` runs it with PostgreSQL (compose.yaml). `make image` builds and tests it.
FROM python:3.13-slim-trixie

WORKDIR /app
# USER below is a number because Kubernetes (runAsNonRoot) cannot tell from a name that it is not root.
RUN useradd --uid 10001 --no-create-home --home-dir /app --shell /usr/sbin/nologin next-step

COPY packages.txt ./
RUN apt-get update \
    && apt-get install -y --no-install-recommends $(cat packages.txt) libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*

# Without the line that installs Next Step itself: PYTHONPATH finds it, and a code change does not rebuild this layer.
COPY requirements.txt ./
RUN sed -i '/^-e /d' requirements.txt \
    && python -m pip install --no-cache-dir --root-user-action ignore -r requirements.txt

COPY .streamlit/config.toml .streamlit/
COPY app.py ./
COPY content content
COPY pages pages
COPY scripts/database-password.sh scripts/
COPY src src
# data and .keys are what the app writes to; compose.yaml puts the database password into .postgres.
RUN python -m compileall -q src && install -d -o 10001 -g 10001 data .keys .postgres

# The first two overwrite freed memory, as `make run` does (src/intake/memory.py).
ENV PYTHONMALLOC=malloc \
    GLIBC_TUNABLES=glibc.malloc.perturb=90:glibc.malloc.tcache_count=0 \
    PYTHONPATH=/app/src \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    STREAMLIT_SERVER_ADDRESS=0.0.0.0

USER 10001:10001
EXPOSE 8501
VOLUME ["/app/data", "/app/.keys"]
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import http.client as h; c = h.HTTPConnection('127.0.0.1', 8501, timeout=4); c.request('GET', '/_stcore/health'); raise SystemExit(c.getresponse().status != 200)"]
CMD ["python", "-m", "streamlit", "run", "app.py"]
