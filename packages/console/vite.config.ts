import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Of these only what is used is bundled: their modules do nothing when they are loaded. */
const PURE = /packages\/(contracts|smpp)\/src\//

export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2022',
    // The content security policy allows no data: scripts, and a polyfill would be one more file for old browsers only.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: { treeshake: { moduleSideEffects: [{ test: PURE, sideEffects: false }] } },
  },
  server: {
    // `vite packages/console` while developing; the API of a Connect that runs beside it.
    proxy: { '/v1': 'http://127.0.0.1:8080', '/openapi.json': 'http://127.0.0.1:8080' },
  },
})
