# syntax=docker/dockerfile:1
FROM python:3.11-slim-bookworm AS build
WORKDIR /src
ENV UV_PROJECT_ENVIRONMENT=/opt/diemtin UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
RUN pip install --no-cache-dir uv==0.13.9
COPY pyproject.toml uv.lock README.md LICENSE ./
RUN uv sync --frozen --no-dev --no-install-project
COPY bot bot
COPY briefs briefs
COPY seeds seeds
RUN uv sync --frozen --no-dev --no-editable

FROM python:3.11-slim-bookworm
LABEL org.opencontainers.image.title="Điểm Tin" org.opencontainers.image.licenses="MIT"
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin diemtin \
    && install --directory --owner diemtin --group diemtin /data
COPY --from=build /opt/diemtin /opt/diemtin
ENV PATH=/opt/diemtin/bin:$PATH PYTHONUNBUFFERED=1 \
    DIEMTIN_DATABASE_URL=sqlite:////data/diemtin.db DIEMTIN_HTTP_HOST=0.0.0.0 DIEMTIN_LOG_JSON=true
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["diemtin", "health"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["diemtin"]
CMD ["run"]
