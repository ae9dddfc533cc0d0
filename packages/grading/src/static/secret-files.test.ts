import { expect, test } from 'vitest';
import { secretFileKind } from './secret-files.ts';

test.each([
  ['.env', 'environment file'], ['app/.env.production', 'environment file'], ['.env.example', undefined], ['.env.test', undefined], ['.environment', undefined], ['my.env', undefined],
  ['id_rsa', 'private SSH key'], ['.ssh/id_ed25519', 'private SSH key'], ['id_rsa.pub', undefined], ['etc/ssh/ssh_host_rsa_key', 'private SSH key'], ['valid_rsa', undefined],
  ['/root/.kaggle/kaggle.json', 'Kaggle key'], ['kaggle.json.md', undefined],
  ['.netrc', 'password file'], ['_netrc', 'password file'], ['.netrc.example', undefined],
  ['.npmrc', 'package registry token'], ['npmrc.md', undefined],
  ['home/app/.aws/credentials', 'cloud credentials'], ['.aws/config', undefined], ['credentials.json', 'cloud credentials'], ['my-service-account.json', 'cloud credentials'], ['service-account-1a2b.json', 'cloud credentials'], ['services.json', undefined],
  ['.kube/config', 'cluster credentials'], ['config', undefined],
  ['.docker/config.json', 'registry login'], ['config.json', undefined],
  ['root/.cache/huggingface/token', 'model hub token'], ['tokenizer/token', undefined],
  ['secrets.yaml', 'secrets file'], ['.streamlit/secrets.toml', 'secrets file'], ['secrets.py', undefined],
  ['tls/server.key', 'private key'], ['privkey.pem', 'private key'], ['tls-key.pem', 'private key'], ['ca.pem', undefined], ['nodesource.gpg.key', undefined], ['public.key', undefined], ['monkey.pem', undefined],
  ['store.p12', 'key store'], ['.ssh', 'credentials folder'], ['.ssh/known_hosts', undefined],
  ['usr/lib/python3/dist-packages/x/tests/server.key', undefined], ['./.ENV', 'environment file'],
])('%s', (path, expected) => expect(secretFileKind(path)).toBe(expected));

test.each([
  ['.env', 'PORT=8000\n# DB_PASSWORD=x\nHF_TOKEN=\n', undefined],
  ['.env', 'PORT=8000\nexport DB_PASSWORD="hunter2"', 'environment file'],
  ['.npmrc', 'registry=https://r.example/', undefined],
  ['.npmrc', '//r.example/:_authToken=abc', 'package registry token'],
  ['own.key', '-----BEGIN PUBLIC KEY-----', undefined],
  ['own.key', '-----BEGIN RSA PRIVATE KEY-----', 'private key'],
  ['id_rsa', '', 'private SSH key'],
])('%s with the content %j', (path, text, expected) => expect(secretFileKind(path, text)).toBe(expected));
