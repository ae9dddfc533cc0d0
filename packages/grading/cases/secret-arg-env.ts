import type { FindingCase } from './finding-case.ts';

export const cases: FindingCase[] = [
  { name: 'ARG', dockerfile: 'FROM a\nARG HF_TOKEN', lines: [2] },
  { name: 'ARG before FROM', dockerfile: 'ARG NPM_TOKEN=abc\nFROM a', lines: [1] },
  { name: 'ENV', dockerfile: 'FROM a\nENV A=b DB_PASSWORD=hunter2', lines: [2] },
  { name: 'ENV, old form', dockerfile: 'FROM a\nENV api_key abc def', lines: [2] },
  { name: 'ENV from ARG, on its own line', dockerfile: 'FROM a\nARG WANDB_API_KEY\nENV A=1 \\\n  WANDB_API_KEY=$WANDB_API_KEY', lines: [2, 4] },
  { name: 'only looks like one', dockerfile: 'FROM a\nENV TOKENIZERS_PARALLELISM=false MONKEY=x KEYBOARD=us', lines: [] },
  { name: 'where a secret lies', dockerfile: 'FROM a\nENV TOKEN_FILE=/run/secrets/token', lines: [] },
  { name: 'a public key', dockerfile: 'FROM a\nENV PUBLIC_KEY=abc', lines: [] },
  { name: 'a number', dockerfile: 'FROM a\nENV MAX_TOKEN=512', lines: [] },
  { name: 'empty', dockerfile: 'FROM a\nENV HF_TOKEN=', lines: [] },
  { name: 'the release key of Python', dockerfile: 'FROM a\nENV GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D', lines: [] },
  { name: 'a secret mount', dockerfile: 'FROM a\nRUN --mount=type=secret,id=HF_TOKEN cat /run/secrets/HF_TOKEN', lines: [] },
];
