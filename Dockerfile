# The site in a container: `docker build -t cope-network .`; compose.yaml runs it with PostgreSQL.
FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/data
RUN useradd --system --create-home cope && mkdir /data && chown cope /data
WORKDIR /site

COPY requirements/run.txt requirements/run.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/run.txt

# Each by its name: what else lies here (.env, data, history, tests) is nobody's business.
COPY cope_network cope_network
COPY core core
COPY home home
COPY joining joining
COPY locale locale
COPY maps maps
COPY members members
COPY newsletter newsletter
COPY practices practices
COPY records records
COPY search search
COPY users users
COPY LICENSE manage.py ./
RUN python -m cope_network.catalogues compile

USER cope
VOLUME /data
EXPOSE 8000
CMD ["python", "manage.py", "serve", "0.0.0.0:8000"]
