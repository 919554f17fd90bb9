import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { fileURLToPath } from 'node:url';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// Main and preload become CommonJS with syntax for Node 16, the page is built for Chromium 108:
// older supplier desks, and the runtime of the shell tests. electron-vite's own defaults neither
// minify nor lower CSS, so both are spelled out.
const program = (entry: string, name: string) => ({
  build: {
    outDir: at(`out/${name}`),
    target: 'node16',
    minify: true,
    externalizeDeps: false,
    rollupOptions: {
      input: { index: at(entry) },
      output: { format: 'cjs' as const, entryFileNames: '[name].cjs' },
      external: ['electron'],
    },
  },
});

export default defineConfig({
  main: program('main/index.ts', 'main'),
  preload: program('preload/index.ts', 'preload'),
  renderer: {
    root: at('renderer'),
    plugins: [react()],
    build: {
      outDir: at('out/renderer'),
      emptyOutDir: true,
      target: 'chrome108',
      cssTarget: 'chrome108',
      minify: true,
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      // One page from the disk: a single file of a megabyte is nothing to wait for.
      chunkSizeWarningLimit: 2000,
      rollupOptions: { input: { index: at('renderer/index.html') } },
    },
  },
});
