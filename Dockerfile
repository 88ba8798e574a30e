# Two stages: the compiler stays in the first. Node 22: with the headers of 24.21, a driver compiled here aborts (ARCHITECTURE.md).
FROM node:22-bookworm-slim AS build
WORKDIR /app
# SQLite's driver is fetched ready-made where there is one for this machine, else compiled.
RUN apt-get update && apt-get install -y --no-install-recommends python3 make g++ && rm -rf /var/lib/apt/lists/*
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts && npm rebuild better-sqlite3
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
COPY adapters ./adapters
RUN npm run --silent build && npm prune --omit=dev --ignore-scripts

FROM node:22-bookworm-slim
ENV NODE_ENV=production \
    CORPUS_DIR=/app/corpus \
    DATA_DIR=/data \
    HOST=0.0.0.0
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY adapters/http/assets ./adapters/http/assets
COPY corpus ./corpus
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
# Mount your own documents over /app/corpus. Healthy means that they are loaded, the store can be written to and the networks are connected.
HEALTHCHECK --interval=1m --timeout=10s --start-period=20s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 8080}/readyz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# The chat page, the reader and the webhook.
EXPOSE 8080
ENTRYPOINT ["node", "dist/adapters/main.js"]
CMD ["serve"]
