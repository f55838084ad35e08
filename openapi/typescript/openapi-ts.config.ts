import { defineConfig } from '@hey-api/openapi-ts';

export default defineConfig({
  input: '../target/sdk/openapi.yaml',
  output: { path: 'src/generated', module: { extension: '.js' } },
  plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
});
