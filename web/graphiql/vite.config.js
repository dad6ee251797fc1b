import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here("."),
  base: "/graphiql/",
  build: {
    outDir: here("../dist/graphiql"),
    emptyOutDir: true,
    // Fonts and icons as files: the page's policy admits this origin, and data: only where it must.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 8192,
    rolldownOptions: {
      // "use client" in dependencies means nothing in a page that is all client.
      onLog(level, log, report) {
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") report(level, log);
      },
    },
  },
  worker: { format: "es" },
});
