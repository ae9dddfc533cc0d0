const id = /\/[0-9a-f]{8}-[0-9a-f-]{27}(?=\/|$)/gi;

/**
 * The path of a request as a label, with IDs replaced by `:id`, so that there are only as many labels as
 * routes.
 */
export function routeName(pathname: string): string {
  return /^\/api(?:\/[a-z-]+)*$/.test(pathname.replace(id, '/id')) ? pathname.replace(id, '/:id') : 'other';
}
