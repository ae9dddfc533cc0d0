import {
  status,
  type sendUnaryData,
  type ServerUnaryCall,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import protobuf from 'protobufjs';

/** What BuildKit asks a secret by, and gets it in (moby/buildkit session/secrets/secrets.proto). */
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
  /** Values by id. */
  values: ReadonlyMap<string, string>;
  /** Told of each one that a step asked for and got. A cached step asks for nothing. */
  onAsked?: (id: string) => void;
}

/**
 * Answers BuildKit's requests for secrets. By NOT_FOUND it knows that there is none: a step fails where its
 * mount is `required`, and goes on without where it is not.
 */
export function buildSecrets({ values, onAsked }: BuildSecrets): UntypedServiceImplementation {
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
      onAsked?.(ID);
      answer(null, { data: Buffer.from(value) });
    },
  };
}
