import {
  status,
  type sendUnaryData,
  type ServerUnaryCall,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import protobuf from 'protobufjs';

/** BuildKit's request for a secret and the response (moby/buildkit session/secrets/secrets.proto). */
const { root } = protobuf.parse(
  `
syntax = "proto3";
message GetSecretRequest { string ID = 1; }
message GetSecretResponse { bytes data = 1; }
`,
  { keepCase: true },
);
const requestType = root.lookupType('GetSecretRequest');
const responseType = root.lookupType('GetSecretResponse');

interface SecretRequest {
  ID: string;
}
interface SecretResponse {
  data: Uint8Array;
}

export const buildSecretsMethod = '/moby.buildkit.secrets.v1.Secrets/GetSecret';

export const buildSecretsService: ServiceDefinition = {
  GetSecret: {
    path: buildSecretsMethod,
    requestStream: false,
    responseStream: false,
    requestSerialize: (request: SecretRequest) => Buffer.from(requestType.encode(request).finish()),
    requestDeserialize: (bytes: Buffer) => requestType.decode(bytes) as unknown as SecretRequest,
    responseSerialize: (response: SecretResponse) => Buffer.from(responseType.encode(response).finish()),
    responseDeserialize: (bytes: Buffer) => responseType.decode(bytes) as unknown as SecretResponse,
  },
};

/** The secrets a build may mount. */
export interface BuildSecrets {
  /** Values by ID. */
  values: ReadonlyMap<string, string>;
  /** Called for each secret that a step requested and received. A cached step requests nothing. */
  onRequested?: (id: string) => void;
}

/**
 * Answers BuildKit's requests for secrets. After NOT_FOUND, a step fails if its mount is `required`, and
 * otherwise continues without the secret.
 */
export function buildSecrets({ values, onRequested }: BuildSecrets): UntypedServiceImplementation {
  return {
    GetSecret(
      { request: { ID } }: ServerUnaryCall<SecretRequest, SecretResponse>,
      answer: sendUnaryData<SecretResponse>,
    ) {
      const value = values.get(ID);
      if (value === undefined) {
        answer({ code: status.NOT_FOUND, details: 'no such secret' });
        return;
      }
      onRequested?.(ID);
      answer(null, { data: Buffer.from(value) });
    },
  };
}
