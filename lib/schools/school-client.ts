import 'server-only';
import { PlatformError } from '@dfm/contracts';
import * as oidc from 'openid-client';
import { isAllowed, siteIsLocal } from '../http/allowed-address.ts';
import { unseal } from '../platform/sealed.ts';
import { fetchFromSchool } from './fetch-from-school.ts';

/** How a school knows this site. The secret is not encrypted. */
export interface ClientOfSchool {
  issuer: string;
  clientId: string;
  clientSecret: string;
}

/**
 * Fetches the discovery document of a school, and checks that it has what signing in needs.
 *
 * @throws PlatformError `bad-request`, whose message says what is wrong in words for an admin
 */
export async function connectToSchool(client: ClientOfSchool): Promise<oidc.Configuration> {
  const { issuer, clientId, clientSecret } = client;
  if (!isAllowed(issuer)) throw wrong('The issuer has to be an address that begins with https://.');
  const configuration = await oidc
    .discovery(new URL(issuer), clientId, undefined, authentication(clientSecret), {
      [oidc.customFetch]: fetchFromSchool,
      // Without this, the library trusts the connection to the school instead of the signature.
      execute: [oidc.enableNonRepudiationChecks, ...(siteIsLocal() ? [oidc.allowInsecureRequests] : [])],
    })
    .catch((error: unknown) => {
      throw wrong(reasonOf(error));
    });
  const found = configuration.serverMetadata();
  for (const name of ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const) {
    const address = found[name];
    if (address === undefined) throw wrong(`The discovery document has no ${name}.`);
    if (!isAllowed(address))
      throw wrong(`The ${name} in the discovery document does not begin with https://.`);
  }
  if (found.response_types_supported?.includes('code') === false)
    throw wrong('The provider does not offer the authorization code flow (response type “code”).');
  return configuration;
}

/** With a stored provider. @throws PlatformError as `connectToSchool` */
export async function connectToProvider(provider: ClientOfSchool): Promise<oidc.Configuration> {
  const clientSecret = unseal(provider.clientSecret, 'client secret');
  if (clientSecret === undefined)
    throw wrong('AUTH_SECRET has changed since the client secret was entered. Enter it again.');
  return connectToSchool({ ...provider, clientSecret });
}

/** HTTP Basic is what a provider accepts that names no method. */
function authentication(secret: string): oidc.ClientAuth {
  const [basic, post] = [oidc.ClientSecretBasic(secret), oidc.ClientSecretPost(secret)];
  return (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return (methods.includes('client_secret_basic') ? basic : post)(server, ...rest);
  };
}

function reasonOf(error: unknown): string {
  const chain: unknown[] = [];
  for (let at = error; at instanceof Error && chain.length < 5; at = at.cause) chain.push(at);
  const ours = chain.find((cause) => cause instanceof PlatformError);
  if (ours) return `The discovery document could not be read: ${ours.learnerMessage}`;
  const codes = chain.map((cause) => (cause as { code?: unknown }).code);
  const names = chain.map((cause) => (cause as Error).name);
  if (names.includes('TimeoutError')) return 'The provider did not answer within 5 seconds.';
  if (codes.includes('OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED'))
    return 'The discovery document names a different issuer. Enter the issuer exactly as the provider writes it.';
  if (codes.includes('OAUTH_RESPONSE_IS_NOT_CONFORM'))
    return 'There is no discovery document at /.well-known/openid-configuration below the issuer.';
  if (codes.includes('OAUTH_PARSE_ERROR') || codes.includes('OAUTH_RESPONSE_IS_NOT_JSON'))
    return 'The answer at /.well-known/openid-configuration below the issuer is not a discovery document.';
  return 'The provider could not be reached. Check the issuer, and whether this machine can connect to it.';
}

const wrong = (message: string) => new PlatformError('bad-request', message);
