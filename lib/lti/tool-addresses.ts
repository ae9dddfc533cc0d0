/** Addresses that someone enters in the LMS. */
export interface ToolAddresses {
  login: string;
  launch: string;
  /** Where content is chosen (deep linking). The LMS opens it through the other two. */
  choose: string;
  keySet: string;
}

/** @param siteUrl public address of the site, without a path */
export function toolAddresses(siteUrl: string): ToolAddresses {
  const at = (path: string) => new URL(path, siteUrl).href;
  return {
    login: at('/api/lti/login'),
    launch: at('/api/lti/launch'),
    choose: at('/api/lti/deep-link'),
    keySet: at('/api/lti/jwks'),
  };
}
