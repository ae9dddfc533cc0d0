const id = /\/[0-9a-f]{8}-[0-9a-f-]{27}(?=\/|$)/gi;

/** Address of a request as a label: the ids in it are one, so that there are as many labels as routes. */
export function routeName(pathname: string): string {
  return /^\/api(?:\/[a-z-]+)*$/.test(pathname.replace(id, '/id')) ? pathname.replace(id, '/:id') : 'other';
}
